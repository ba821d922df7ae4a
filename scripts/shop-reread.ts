import { runCommand } from "./bootstrap/clear-failure.mjs";
import { rereadShop } from "./reread/reread-shop.ts";

await runCommand(rereadShop);
// Connections that wait for nothing would keep the process alive.
process.exit();
