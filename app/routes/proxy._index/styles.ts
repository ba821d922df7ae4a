import { markup } from "./markup.ts";

/**
 * The page's looks, for what stands inside it alone. Colours and fonts are the theme's, so text keeps its contrast;
 * a few lines in the page cost less than a request that holds up the first paint.
 */
export const styles = markup`<style>
.hc-page { --hc-line: color-mix(in srgb, currentColor 22%, transparent); max-width: 46rem; margin-inline: auto; padding: 1.5rem 1rem 3rem; color: inherit; font: inherit; line-height: 1.5; box-sizing: border-box; }
.hc-page * { box-sizing: border-box; }
.hc-page :is(h1, h2, p, dl, dd, table) { margin: 0; }
.hc-page h1 { margin-block-end: 1.25rem; }
.hc-page h2 { margin-block: 2.5rem 0.5rem; }
.hc-page p + p { margin-block-start: 0.75rem; }
.hc-page a { display: inline-block; padding-block: 0.25rem; color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: 0.2em; }
.hc-page :focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
.hc-page__balance { padding: 1.25rem 1.5rem; border: 1px solid var(--hc-line); border-radius: 0.75rem; }
.hc-page__balance div { display: flex; justify-content: space-between; gap: 1rem; padding-block: 0.375rem; }
.hc-page__balance dd { max-width: 60%; text-align: end; overflow-wrap: anywhere; }
.hc-page__balance div.hc-page__main { display: block; padding-block: 0 0.75rem; }
.hc-page__balance .hc-page__main dd { max-width: none; font-size: 2rem; font-weight: 700; line-height: 1.2; text-align: start; }
.hc-page__balance div.hc-page__total { margin-block-start: 0.375rem; padding-block-start: 0.75rem; border-block-start: 1px solid var(--hc-line); font-weight: 700; }
.hc-page dd, .hc-page__number { font-variant-numeric: tabular-nums; }
.hc-page__note { margin-block-start: 0.75rem; font-size: 0.875em; }
.hc-page table { width: 100%; border-collapse: collapse; border: 0; }
.hc-page :is(th, td) { padding: 0.625rem 0.75rem 0.625rem 0; border: 0; border-block-end: 1px solid var(--hc-line); background: none; text-align: start; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
.hc-page thead th { font-size: 0.875em; }
.hc-page tfoot :is(th, td) { border: 0; font-weight: 700; }
.hc-page :is(th, td).hc-page__number { padding-inline: 0.75rem 0; text-align: end; white-space: nowrap; overflow-wrap: normal; }
.hc-page__detail { display: block; font-size: 0.875em; }
.hc-page nav { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin-block-start: 1rem; }
</style>`;
