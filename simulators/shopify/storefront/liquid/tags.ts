import type { Liquid, TagToken, TopLevelToken } from "liquidjs";
import { TokenKind } from "liquidjs";

const isTag = (token: TopLevelToken): token is TagToken => token.kind === TokenKind.Tag;

/** Adds Shopify's tags that write nothing into the page: `schema` and `doc`. */
export function registerTags(engine: Liquid): void {
  for (const name of ["schema", "doc"]) {
    engine.registerTag(name, {
      parse(_tag: TagToken, rest: TopLevelToken[]) {
        for (let token = rest.shift(); token; token = rest.shift())
          if (isTag(token) && token.name === `end${name}`) return;
        throw new SyntaxError(`{% ${name} %} is not closed`);
      },
      render: () => "",
    });
  }
}
