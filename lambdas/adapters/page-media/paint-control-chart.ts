import { LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { ControlChart } from "#core/page/control-chart.ts";
import { chartOption } from "./chart-option.ts";
import { cleanSvg } from "./clean-svg.ts";

use([LineChart, GridComponent, MarkAreaComponent, SVGRenderer]);

const WIDTH_PX = 640;
const HEIGHT_PX = 260;

/** Paints a control chart. The instance is disposed of whatever happens: one that is left keeps the process alive. */
export function paintControlChart(chart: ControlChart, id: string): string {
  const painter = init(null, null, { renderer: "svg", ssr: true, width: WIDTH_PX, height: HEIGHT_PX });
  try {
    painter.setOption(chartOption(chart));
    return cleanSvg(painter.renderToSVGString(), id);
  } finally {
    painter.dispose();
  }
}
