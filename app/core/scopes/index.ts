export { missingScopes, SCOPE_USES } from "./missing-scopes.ts";
