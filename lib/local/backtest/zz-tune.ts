import { newEpisodes } from "#core/predict/episodes.ts";
import { predictSeries } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS } from "#core/predict/prediction-settings.ts";
import { NOISE_KINDS, seededNormal, simulateSeries } from "#lib/local/backtest/simulated-fleet.ts";
const N = Number(process.argv[2] ?? 300), D = Number(process.argv[3] ?? 200), seed = Number(process.argv[4] ?? 1);
const over = JSON.parse(process.argv[5] ?? "{}");
const S = { ...PREDICTION_SETTINGS, ...over };
const from = 30;
for (const kind of NOISE_KINDS) {
  const t0 = performance.now();
  const normal = seededNormal(seed);
  let drift = 0, spike = 0, tail = 0, dd = 0;
  for (let i = 0; i < N; i++) {
    const { values } = simulateSeries(kind, D, normal);
    const p = predictSeries(values, S);
    const e = newEpisodes(p, S);
    for (let d = from; d < D; d++) { if (e[d] === 2) drift++; if (e[d] === 1) spike++; if (e[d]===3) tail++; dd += p.drift[d]; }
  }
  const per = 2000 / N / (D - from);
  const found = (shape: (k: number) => number, within: number, what: (p: any, d: number) => boolean) => {
    const M = Math.min(N, 400); let hit = 0, cand = 0;
    for (let i = 0; i < M; i++) {
      const T = 150; const { values, sigma } = simulateSeries(kind, T + within + 1, normal);
      for (let d = T; d < values.length; d++) values[d] += sigma * shape(d - T);
      const p = predictSeries(values, S); 
      if (p.drift[T-1]) continue; cand++;
      let f = 0; for (let d = T; d < T + within; d++) if (what(p, d)) f = 1; hit += f;
    }
    return (100 * hit / cand).toFixed(1);
  };
  const any = (p: any, d: number) => p.drift[d] === 1 || p.spike[d] === 1;
  console.log(kind.padEnd(10), "new/day2000 drift", (drift * per).toFixed(2), "spike", (spike * per).toFixed(2), "sil", (tail * per).toFixed(2), "open", (dd * per).toFixed(1),
   "| ramp14", found((k) => 0.2 * (k + 1), 14, any), "step5", found(() => 2, 5, any), "spike1", found((k) => k === 0 ? 6 : 0, 1, any), ((performance.now() - t0) / 1000).toFixed(1) + "s");
}
