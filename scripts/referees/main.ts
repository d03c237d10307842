// Has tools that nobody here wrote judge the emulator, the client and the description by one another.
import { judgeWithDrift } from "./drift.ts";
import { judgeWithPrism } from "./prism.ts";
import { report } from "./report.ts";
import { judgeWithRespect } from "./respect.ts";
import { setStage } from "./stage.ts";

const stage = await setStage();
try {
  const rulings = [
    ...(await judgeWithPrism(stage)),
    ...(await judgeWithRespect()),
    ...(await judgeWithDrift(stage)),
  ];
  process.exitCode = report(rulings) ? 0 : 1;
} finally {
  await stage.listening.close();
}
