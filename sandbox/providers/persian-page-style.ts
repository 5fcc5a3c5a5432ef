/** The style sheet travels inside each page. The font's address is relative to the page's own. */
export const PERSIAN_PAGE_STYLE = `
@font-face { font-family: Vazirmatn; src: url('../assets/vazirmatn.woff2') format('woff2'); font-weight: 100 900; font-display: swap; }
:root {
  --ground: #eef2f6; --card: #fff; --ink: #16202b; --soft: #55636f; --line: #dde4ea;
  --brand: #0b5d4e; --brand-ink: #fff; --bad: #a3221b; --good: #0b6b46; --badge: #8a5a00; --badge-ground: #fff1d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10161c; --card: #1a232b; --ink: #e9eff4; --soft: #a3b1bd; --line: #2d3944;
    --brand: #4fc3a5; --brand-ink: #06251e; --bad: #ff9d94; --good: #6fdcaa; --badge: #ffd98a; --badge-ground: #3d3115;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 16px; display: flex; flex-direction: column; align-items: center; gap: 16px;
  background: var(--ground); color: var(--ink); font: 16px/1.9 Vazirmatn, Tahoma, sans-serif;
}
header, main, footer { width: 100%; max-width: 440px; }
header { display: flex; align-items: center; gap: 10px; color: var(--brand); font-weight: 700; padding: 4px; }
header small {
  margin-inline-start: auto; padding: 0 12px; border-radius: 99px; font-weight: 600;
  background: var(--badge-ground); color: var(--badge);
}
main {
  background: var(--card); border: 1px solid var(--line); border-radius: 18px; padding: 24px 20px;
  box-shadow: 0 8px 30px rgb(10 30 50 / .07);
}
h1 { margin: 0 0 8px; font-size: 1.1rem; font-weight: 700; text-align: center; }
p { margin: 0; }
.amount { text-align: center; color: var(--soft); }
.amount strong { font-size: 2.1rem; font-weight: 800; color: var(--ink); letter-spacing: -.02em; }
.words { text-align: center; color: var(--soft); }
dl { margin: 18px 0; border-top: 1px solid var(--line); }
dl div { display: flex; gap: 16px; justify-content: space-between; padding: 10px 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); flex: none; }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; font-weight: 500; }
.choices { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
button, a.pay {
  font: inherit; font-weight: 600; min-height: 50px; border-radius: 12px; cursor: pointer; padding: 8px 14px;
  border: 1px solid var(--line); background: transparent; color: var(--ink);
}
.choices > :last-child:nth-child(even) { grid-column: 1 / -1; }
.pay { grid-column: 1 / -1; border-color: transparent; background: var(--brand); color: var(--brand-ink); font-size: 1.1rem; }
a.pay { display: block; text-align: center; text-decoration: none; background: var(--brand); color: var(--brand-ink); }
button:hover, a.pay:hover { filter: brightness(1.07); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
.failing { color: var(--bad); }
.verdict { margin-bottom: 12px; text-align: center; font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.hint, footer { text-wrap: balance; }
.hint { margin-top: 14px; font-size: .875rem; color: var(--soft); text-align: center; }
label { display: block; }
input[name=typedCode] {
  width: 100%; min-height: 50px; padding: 8px 14px; border: 1px solid var(--soft); border-radius: 12px;
  background: transparent; color: var(--ink); font: inherit; direction: ltr; text-align: center; letter-spacing: .1em;
}
input:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
fieldset { margin: 16px 0; padding: 0; border: 0; }
legend { padding: 0; color: var(--soft); }
.people { max-height: 300px; overflow-y: auto; border: 1px solid var(--line); border-radius: 12px; }
.people label { display: flex; gap: 10px; align-items: center; padding: 8px 14px; border-bottom: 1px solid var(--line); cursor: pointer; }
.people label:last-child { border-bottom: 0; }
.people bdi { margin-right: auto; color: var(--soft); }
.people input { accent-color: var(--brand); width: 18px; height: 18px; }
footer { text-align: center; font-size: .875rem; color: var(--soft); padding-bottom: 8px; }
`;
