import { createRequire } from "node:module";

const { lua, lauxlib, lualib, to_luastring, to_jsstring } = createRequire(import.meta.url)("fengari");

/**
 * As much of Redis as a script uses that keeps one hash. The script is run by a Lua of JavaScript's: with a clock that
 * tests move, and with no Redis.
 */
export class LuaRedis {
  /** Every argument of every command of every script, and the keys. */
  readonly seen: string[] = [];
  /** How many scripts ran. */
  runs = 0;
  /** How many commands wait for an end. */
  pending = 0;
  #mode: "up" | "down" | "silent" = "up";
  readonly #waiting: (() => void)[] = [];
  readonly #hashes = new Map<string, { fields: Map<string, string>; expiresAt: number }>();
  readonly #clock: () => number;
  readonly #wayMs: number;

  /** `clock` gives Redis's own time in milliseconds; `wayMs` is how long a command takes there, and its reply back. */
  constructor(clock: () => number, wayMs = 0) {
    this.#clock = clock;
    this.#wayMs = wayMs;
  }

  /** What is to happen to commands from now on. */
  set mode(mode: "up" | "down" | "silent") {
    this.#mode = mode;
    if (mode === "up") for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Forgets everything, as a Redis that keeps nothing on disk does when it restarts. */
  restart(): void {
    this.#hashes.clear();
  }

  keys(): string[] {
    return [...this.#hashes.keys()].filter((key) => this.#live(key));
  }

  readonly evaluate = async (script: string, keys: string[], args: string[]): Promise<unknown> => {
    this.pending++;
    try {
      await this.#travel();
      if (this.#mode === "down") throw new Error("connect ECONNREFUSED 127.0.0.1:6379");
      if (this.#mode === "silent") await new Promise<void>((resolve) => this.#waiting.push(resolve));
      const reply = this.#run(script, keys, args);
      await this.#travel();
      return reply;
    } finally {
      this.pending--;
    }
  };

  #travel() {
    return this.#wayMs ? new Promise<void>((resolve) => setTimeout(resolve, this.#wayMs)) : undefined;
  }

  #live(key: string) {
    const hash = this.#hashes.get(key);
    return hash && hash.expiresAt > this.#clock() ? hash : undefined;
  }

  readonly #commands: Record<string, (...args: string[]) => unknown> = {
    TIME: () => [`${Math.floor(this.#clock() / 1000)}`, `${Math.floor((this.#clock() % 1000) * 1000)}`],
    HMGET: (key = "", ...names) => names.map((name) => this.#live(key)?.fields.get(name) ?? false),
    HSET: (key = "", ...pairs) => {
      const hash = this.#live(key) ?? { fields: new Map(), expiresAt: Number.POSITIVE_INFINITY };
      for (let at = 0; at < pairs.length; at += 2) hash.fields.set(`${pairs[at]}`, `${pairs[at + 1]}`);
      this.#hashes.set(key, hash);
      return pairs.length / 2;
    },
    PEXPIRE: (key = "", ms) => {
      const hash = this.#live(key);
      if (!/^\d+$/.test(`${ms}`)) throw new Error("value is not an integer or out of range");
      if (hash) hash.expiresAt = this.#clock() + Number(ms);
      return 1;
    },
  };

  #run(script: string, keys: string[], args: string[]): unknown {
    this.runs++;
    this.seen.push(...keys, ...args);
    const L = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(L);
    const push = (value: unknown): void => {
      if (value === false) lua.lua_pushboolean(L, false);
      else if (typeof value === "number") lua.lua_pushnumber(L, value);
      else if (typeof value === "string") lua.lua_pushstring(L, to_luastring(value));
      else {
        lua.lua_newtable(L);
        for (const [at, each] of (value as unknown[]).entries()) {
          push(each);
          lua.lua_rawseti(L, -2, at + 1);
        }
      }
    };
    for (const [name, value] of Object.entries({ KEYS: keys, ARGV: args })) {
      push(value);
      lua.lua_setglobal(L, to_luastring(name));
    }
    lua.lua_newtable(L);
    lua.lua_pushcfunction(L, () => {
      const [command = "", ...given] = Array.from({ length: lua.lua_gettop(L) }, (_, at) =>
        to_jsstring(lauxlib.luaL_tolstring(L, at + 1)),
      );
      this.seen.push(command, ...given);
      push(this.#commands[command]?.(...given));
      return 1;
    });
    lua.lua_setfield(L, -2, to_luastring("call"));
    lua.lua_setglobal(L, to_luastring("redis"));
    if (lauxlib.luaL_dostring(L, to_luastring(script))) throw new Error(lua.lua_tojsstring(L, -1));
    return Array.from({ length: lua.lua_rawlen(L, -1) }, (_, at) => {
      lua.lua_rawgeti(L, -1, at + 1);
      const value = lua.lua_tojsstring(L, -1);
      lua.lua_pop(L, 1);
      return value;
    });
  }
}
