export const styles = `
:root { --ink: #16212e; --soft: #55657a; --line: #dfe5ec; --paper: #fff; --ground: #f3f5f8; --brand: #0f5c63;
  --brand-dark: #0a464c; --good: #146c43; --good-bg: #e5f4ec; --bad: #a6261d; --bad-bg: #fdecea; --warn: #7a4b00;
  --warn-bg: #fff3d9; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
h1, h2, h3 { margin: 0; line-height: 1.25; }
h1 { font-size: 1.15rem; } h2 { font-size: 1.05rem; } h3 { font-size: .95rem; }
p { margin: 0; } code { font: .9em ui-monospace, Menlo, monospace; }
a { color: var(--brand); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible,
summary:focus-visible { outline: 3px solid #58a6ff; outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: #fff; padding: 8px 12px; z-index: 1; }
.top { background: var(--brand-dark); color: #fff; padding: 14px 24px; display: flex; flex-wrap: wrap; gap: 8px 24px;
  align-items: center; }
.top a { color: #fff; } .top .where { color: #d3e6e8; font-size: .87rem; flex: 1 1 300px; overflow-wrap: anywhere; }
.top nav { display: flex; gap: 4px; font-size: .9rem; flex: 1 0 100%; flex-wrap: wrap; margin: 0 -10px -6px; }
.top nav a { text-decoration: none; padding: 6px 10px; border-radius: 6px; white-space: nowrap; }
.top nav a:hover { background: #14595f; } .top nav a[aria-current] { background: #fff; color: var(--brand-dark); font-weight: 600; }
main { max-width: 1320px; margin: 0 auto; padding: 20px 24px 48px; display: grid; gap: 20px; }
.columns { display: grid; grid-template-columns: minmax(300px, 5fr) minmax(0, 8fr); gap: 20px; align-items: start; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
.card > header { padding: 14px 18px; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap;
  gap: 8px 16px; justify-content: space-between; align-items: center; }
.card > .inside, .card > details > .inside { padding: 16px 18px; display: grid; gap: 14px; }
.soft { color: var(--soft); font-size: .87rem; }
.notice { border-radius: 8px; padding: 10px 16px; border: 1px solid; }
.notice.good { background: var(--good-bg); color: var(--good); border-color: #a9d9bf; }
.notice.bad { background: var(--bad-bg); color: var(--bad); border-color: #f0b5b0; }
.notice.warn { background: var(--warn-bg); color: var(--warn); border-color: #ecd196; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; color: var(--soft); font-weight: 600; font-size: .8rem; }
th, td { padding: 9px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plus { color: var(--good); } .minus { color: var(--bad); } .nowrap { white-space: nowrap; }
th:first-child, td:first-child { padding-left: 18px; } th:last-child, td:last-child { padding-right: 18px; }
.wrap { overflow-wrap: anywhere; } td.reference { min-width: 170px; }
.tall { max-height: 70vh; overflow: auto; } label.whole { flex: 1 1 100%; } input[readonly] { background: var(--ground); }
.grow { flex: 1 1 200px; } .split { grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
.facts { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); gap: 8px 20px; }
.facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; }
.choices { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 8px; }
.choices a { display: inline-block; padding: 6px 12px; border: 1px solid var(--line); border-radius: 99px; text-decoration: none; }
.choices a[aria-current] { background: var(--brand); color: #fff; border-color: var(--brand); }
.card > details { border-top: 1px solid var(--line); } .card > details + .scroll { border-top: 1px solid var(--line); }
tr.chosen > * { background: #e6f2f3; } tbody tr:hover > * { background: #f2f7f8; } tr.chosen:hover > * { background: #e6f2f3; }
.name { font-weight: 600; display: block; }
.pill { display: inline-block; border-radius: 99px; padding: 1px 10px; font-size: .8rem; font-weight: 600;
  background: #e8edf2; color: #3b4a5c; white-space: nowrap; }
.pill.good { background: var(--good-bg); color: var(--good); } .pill.bad { background: var(--bad-bg); color: var(--bad); }
.pill.warn { background: var(--warn-bg); color: var(--warn); }
.balances { display: flex; flex-wrap: wrap; gap: 12px; }
.balance { border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; min-width: 150px; }
.balance strong { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
form { margin: 0; } p + .fields { margin-top: 10px; } .fields { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-end; }
label { display: grid; gap: 4px; font-size: .84rem; font-weight: 600; flex: 1 1 140px; min-width: 0; }
label.wide { flex: 3 1 240px; } label.small { flex: 0 1 110px; }
input, select, textarea { font: inherit; font-weight: 400; padding: 7px 10px; border: 1px solid #8593a4; border-radius: 6px;
  background: #fff; color: inherit; width: 100%; min-width: 0; min-height: 38px; }
button { font: inherit; font-weight: 600; padding: 7px 16px; min-height: 38px; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--brand); background: var(--brand); color: #fff; }
button:hover { background: var(--brand-dark); }
button.quiet { background: #fff; color: var(--brand); } button.quiet:hover { background: #eaf3f4; }
button.danger { background: #fff; color: var(--bad); border-color: var(--bad); } button.danger:hover { background: var(--bad-bg); }
.switches { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 14px; align-items: end; }
.switches select.changed { border-color: var(--warn); background: var(--warn-bg); }
details > summary { padding: 14px 18px; cursor: pointer; font-weight: 600; }
details[open] > summary { border-bottom: 1px solid var(--line); }
.empty { padding: 28px 18px; text-align: center; color: var(--soft); } .empty strong { display: block; color: var(--ink); }
ul.plain { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
ul.plain li { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; border: 1px solid var(--line);
  border-radius: 8px; padding: 8px 12px; } ul.plain li > span:first-child { flex: 1 1 240px; }
@media (max-width: 820px) { .columns { grid-template-columns: minmax(0, 1fr); } main { padding: 14px 12px 40px; }
  .top { padding: 12px; } .tall { max-height: 45vh; }
  /* What was chosen comes first: nobody should have to scroll past the list to see it. */
  .columns:has(tr.chosen) > .detail { order: -1; } }
`;
