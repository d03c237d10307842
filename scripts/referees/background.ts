import { spawn } from "node:child_process";

/** A server that runs beside this program. */
export interface Background {
  /** What it said when it was ready. */
  readonly said: string;
  /** Asks it to end, and waits until it has. */
  end(): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Starts a server, and waits until it says that it is ready. */
export async function background(
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Background> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const end = async () => {
    child.kill("SIGINT");
    await ended;
  };

  let said = "";
  const starting = new Promise<void>((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`not ready in time:\n${said}`)), PATIENCE_MS);
    const listen = (chunk: Buffer) => {
      said += chunk;
      if (!ready.test(said)) return;
      clearTimeout(giveUp);
      resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(giveUp);
      reject(new Error(`ended with ${code}:\n${said}`));
    });
  });
  try {
    await starting;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { said, end };
}
