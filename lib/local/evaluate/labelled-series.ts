import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { csvFields } from "../backtest/csv-fields.ts";

/** One series at hourly steps, with what people marked as wrong. */
export interface LabelledSeries {
  readonly name: string;
  /** Hourly means, NaN for an hour without data. */
  readonly values: Float64Array;
  /** 1 for an hour with a marked point. */
  readonly isMarked: Uint8Array;
}

const SECONDS_PER_HOUR = 3600;

/** Every second file of Microsoft's cloud-monitoring-dataset: `TimeStamp,Value,Label`. */
export function readMicrosoft(folder: string): LabelledSeries[] {
  const data = join(folder, "data");
  return csvFiles(data).map((name) => {
    const points = pointsOf(join(data, name));
    return hourly(
      name,
      points,
      points.filter(({ label }) => label === "1").map(({ hour }) => [hour, hour]),
    );
  });
}

const Windows = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** Files of the Numenta Anomaly Benchmark: `timestamp,value`, windows beside them. */
export function readNab(folder: string): LabelledSeries[] {
  const data = join(folder, "data");
  const text = readFileSync(join(folder, "labels", "combined_windows.json"), "utf8");
  const windows = Windows.parse(JSON.parse(text));
  return csvFiles(data).map((name) => {
    const ranges = (windows[name] ?? []).map(([from, to]): [number, number] => [hourOf(from), hourOf(to)]);
    return hourly(name, pointsOf(join(data, name)), ranges);
  });
}

function csvFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".csv"))
    .toSorted();
}

interface Point {
  readonly hour: number;
  readonly value: number;
  readonly label: string;
}

function pointsOf(file: string): Point[] {
  return readFileSync(file, "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [time = "", value = "", label = ""] = csvFields(line);
      return { hour: hourOf(time), value: value === "" ? Number.NaN : Number(value), label: label.trim() };
    });
}

function hourOf(text: string): number {
  const at = Date.parse(`${text.replace(" ", "T").replace(/(\.\d+)?Z?$/, "")}Z`);
  return Math.floor(at / 1000 / SECONDS_PER_HOUR);
}

function hourly(
  name: string,
  points: readonly Point[],
  marked: readonly (readonly [number, number])[],
): LabelledSeries {
  const first = points.reduce((least, { hour }) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const last = points.reduce((most, { hour }) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(last - first + 1);
  const counts = new Float64Array(last - first + 1);
  for (const { hour, value } of points) {
    if (Number.isNaN(value)) continue;
    sums[hour - first] = (sums[hour - first] ?? 0) + value;
    counts[hour - first] = (counts[hour - first] ?? 0) + 1;
  }
  const isMarked = new Uint8Array(sums.length);
  for (const [from, to] of marked) isMarked.fill(1, Math.max(0, from - first), Math.max(0, to - first + 1));
  // 0/0 is NaN: an hour without data.
  return { name, values: sums.map((sum, hour) => sum / (counts[hour] ?? 0)), isMarked };
}
