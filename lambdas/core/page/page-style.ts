/** The style sheet of the morning page: system fonts, three layouts (wide, phone, paper), two colour schemes, nothing fetched. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--page:#f6f6f3;--card:#fff;--ink:#1b1f23;--muted:#5b6570;--line:#e2e4e1;--critical:#b3261e;--warning:#9a5b00;--good:#2c7a4b;--accent:#1f5fbf;
--chart-value:#1f5fbf;--chart-range:#dfe9f7;--chart-open:#b3261e14;--chart-forecast:#8a3ffc;
--h0:#b3261e;--h1:#e0793a;--h2:#f0cf73;--h3:#cfe3d4;--none:transparent}
@media (prefers-color-scheme:dark){:root{--page:#14171a;--card:#1d2125;--ink:#e8eaec;--muted:#a0a9b2;--line:#343a40;--critical:#ff8a80;--warning:#f2b45c;--good:#7fcf9d;--accent:#8ab8ff;
--chart-value:#8ab8ff;--chart-range:#263a56;--chart-open:#ff8a8020;--chart-forecast:#c3a0ff;
--h0:#ff6b5e;--h1:#d9803f;--h2:#a88a2c;--h3:#2b4a38}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
.top,main,footer{max-width:1120px;margin:0 auto;padding:0 20px}
.top{padding-top:28px}
.day{margin:0;color:var(--muted);font-size:14px}
h1{font-size:28px;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:6px 0 20px;max-width:36em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:20px;margin:40px 0 6px}
h3{font-size:18px;margin:0;overflow-wrap:anywhere}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.sub{color:var(--muted);margin:0 0 14px;max-width:60em;overflow-wrap:anywhere}
.alarm{border:2px solid var(--critical);border-radius:10px;padding:10px 16px;color:var(--critical);font-weight:650;margin:0 0 16px}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
.tiles dt{color:var(--muted);font-size:13px}
.tiles dd{margin:0;font-size:26px;font-weight:650;line-height:1.25}
.tiles small{display:block;font-size:13px;font-weight:400;color:var(--muted)}
nav{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:16px;font-size:14px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:0 0 14px}
.card header{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin-bottom:10px}
.rank{color:var(--muted);font-weight:400;margin-right:4px}
.place{flex-basis:100%;margin:0;color:var(--muted);font-size:14px;overflow-wrap:anywhere}
.badges{margin:0}
.badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 9px;font-size:12px;line-height:20px;color:var(--muted)}
.badge.critical{color:var(--critical)}.badge.warning{color:var(--warning)}.badge.new{color:var(--accent)}
.finding{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:20px}
.reasons ul{margin:0;padding-left:18px;overflow-wrap:anywhere}
.reasons li{margin-bottom:6px}
.forecast{background:var(--chart-range);border-radius:8px;padding:8px 12px;margin:10px 0}
details{margin-top:10px;font-size:14px}
summary{cursor:pointer;color:var(--accent)}
.answers dl{margin:6px 0 0}.answers dt{color:var(--muted)}.answers dd{margin:0 0 6px}
code{font:13px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere;user-select:all}
.now{margin:0 0 10px;color:var(--muted);font-size:14px}.now strong{display:block;color:var(--ink);font-size:26px;line-height:1.25}.now small{display:block;font-size:14px}
h4{font-size:13px;color:var(--muted);font-weight:500;margin:14px 0 2px}
.history{margin:0;padding:0;list-style:none;font-size:14px;overflow-wrap:anywhere}
figure{margin:0}
figcaption{font-size:14px;color:var(--muted)}
.chart svg{display:block;width:100%;height:auto}
.chart path{vector-effect:non-scaling-stroke}
.chart text{font:12px system-ui,sans-serif}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;margin:4px 0 0;padding:0;font-size:13px;color:var(--muted)}
.key{display:inline-block;width:14px;height:10px;margin-right:5px;border-radius:2px;vertical-align:-1px}
.key.value{background:var(--chart-value);height:3px;vertical-align:3px}
.key.judged{border-top:2px dotted var(--chart-value);height:0;vertical-align:3px;border-radius:0}
.key.range{background:var(--chart-range)}.key.open{background:var(--chart-open)}
.key.beyond{background:var(--critical);width:9px;height:9px;border-radius:50%}
.key.pattern{background:var(--warning);width:8px;height:8px;transform:rotate(45deg)}
.key.limit{background:var(--critical);height:2px;vertical-align:4px}
.key.ahead{border-top:2px dashed var(--chart-forecast);height:0;vertical-align:3px;border-radius:0}
.key.h0{background:var(--h0)}.key.h1{background:var(--h1)}.key.h2{background:var(--h2)}.key.h3{background:var(--h3)}.key.none{border:1px solid var(--line)}
table{border-collapse:collapse;width:100%;font-size:14px;background:var(--card);margin:8px 0 14px}
th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:500;overflow-wrap:normal}
tbody th{font-weight:500}
.number{text-align:right}.type{white-space:nowrap;overflow-wrap:normal}
.fleet th,.fleet td{padding:2px 10px;vertical-align:middle}
.gaps{table-layout:fixed}.gaps thead th{width:28%}.gaps thead th:last-child{width:44%}
.strip{display:block;max-width:100%;background:var(--none);outline:1px solid var(--line);outline-offset:-.5px}
.strip .h0{fill:var(--h0)}.strip .h1{fill:var(--h1)}.strip .h2{fill:var(--h2)}.strip .h3{fill:var(--h3)}
.walls p{margin:8px 0 2px;font-size:13px;color:var(--muted)}.wall{display:block;width:100%;max-width:900px}.wall .h0{fill:var(--h0)}.wall .h1{fill:var(--h1)}.wall .h2{fill:var(--h2)}.wall .h3{fill:var(--h3)}.wall .none{fill:none;stroke:var(--muted)}
.warnings{color:var(--warning);font-size:14px;overflow-wrap:anywhere}
footer{color:var(--muted);font-size:13px;padding-top:12px;padding-bottom:40px}
@media screen and (max-width:760px){h1{font-size:22px}.tiles{grid-template-columns:1fr 1fr}.finding{grid-template-columns:minmax(0,1fr)}.extra{display:none}.top,main,footer{padding-left:12px;padding-right:12px}.card{padding:14px}.chart text{font-size:18px}th,td{padding:4px;font-size:13px}.fleet th,.fleet td{padding:2px 6px}.fleet .type{display:none}.strip{width:110px}.fleet tbody th{font-size:13px}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff}body{font-size:10.5px;line-height:1.35}.top,main,footer{max-width:none;padding:0}.top{padding-top:0}nav,details{display:none}
h1{font-size:18px;margin:2px 0 10px}h2{font-size:14px;margin:16px 0 4px;break-after:avoid}h3{font-size:12px}h4{font-size:10px;margin:6px 0 0}
.tiles{gap:6px}.tiles div{padding:4px 8px;border-radius:6px}.tiles dd,.now strong{font-size:15px}.tiles dt,.tiles small,.day,.place,.now,.now small,.history,figcaption,.legend,.warnings,.walls p,footer,code{font-size:10px}
.card{padding:8px 10px;margin:0 0 8px;border-radius:6px}.card header{margin-bottom:4px}.finding{gap:10px}.reasons li{margin-bottom:2px}.forecast{padding:4px 8px;margin:4px 0}.badge{font-size:9px;line-height:14px}
table{font-size:10px;margin:4px 0 8px}th,td{padding:2px 6px}.fleet th,.fleet td{padding:1px 6px}.card,tr{break-inside:avoid}.strip,.key,.wall,.chart,.forecast{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
