import { type Job, limiters } from "./limiters.ts";

// One process of the fleet: gets its job, says that it is ready, starts all its calls at once when it is told to, and
// says how many failed.

process.once("message", async (given) => {
  const job = given as Job;
  const realNow = Date.now;
  Date.now = () => realNow() + job.clockMs;
  const pause = limiters[job.limiter](job);
  // The calls are to meet the limiter, not the time that connections take.
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.once("message", async () => {
    const ends = await Promise.allSettled(job.ids.map(pause));
    const failed = ends.filter(({ status }) => status === "rejected").length;
    process.send?.({ failed }, () => process.exit(0));
  });
  process.send?.("ready");
});
