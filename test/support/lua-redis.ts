import { createRequire } from "node:module";

// The script that Redis is given, run by a Lua of JavaScript's: with a clock that tests move, and with no Redis.

const { lua, lauxlib, lualib, to_luastring, to_jsstring } = createRequire(import.meta.url)("fengari");

/** As much of Redis as a script uses that keeps one hash. */
export interface LuaRedis {
  readonly evaluate: (script: string, keys: string[], args: string[]) => Promise<unknown>;
  /** Every argument of every command of every script, and the keys. */
  readonly seen: readonly string[];
  /** How many scripts ran. */
  readonly runs: () => number;
  /** What is to happen to commands from now on. */
  mode: "up" | "down" | "silent";
  /** Forgets everything, as a Redis that keeps nothing on disk does when it restarts. */
  readonly restart: () => void;
  readonly keys: () => string[];
  /** How many commands wait for an end. */
  readonly pending: () => number;
}

/** `clock` gives Redis's own time in milliseconds; `wayMs` is how long a command takes there, and its reply back. */
export function createLuaRedis(clock: () => number, wayMs = 0): LuaRedis {
  const hashes = new Map<string, { fields: Map<string, string>; expiresAt: number }>();
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  let runs = 0;
  let pending = 0;

  const commands: Record<string, (...args: string[]) => unknown> = {
    TIME: () => [String(Math.floor(clock() / 1000)), String(Math.floor((clock() % 1000) * 1000))],
    HMGET: (key = "", ...names) => names.map((name) => live(key)?.fields.get(name) ?? false),
    HSET(key = "", ...pairs) {
      const hash = live(key) ?? { fields: new Map(), expiresAt: Number.POSITIVE_INFINITY };
      for (let at = 0; at < pairs.length; at += 2) hash.fields.set(`${pairs[at]}`, `${pairs[at + 1]}`);
      hashes.set(key, hash);
      return pairs.length / 2;
    },
    PEXPIRE(key = "", ms) {
      const hash = live(key);
      if (!/^\d+$/.test(`${ms}`)) throw new Error("value is not an integer or out of range");
      if (hash) hash.expiresAt = clock() + Number(ms);
      return 1;
    },
  };
  const live = (key: string) => {
    const hash = hashes.get(key);
    return hash && hash.expiresAt > clock() ? hash : undefined;
  };

  function run(script: string, keys: string[], args: string[]): unknown {
    runs++;
    seen.push(...keys, ...args);
    const L = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(L);
    const push = (value: unknown): void => {
      if (!Array.isArray(value)) {
        if (value === false) lua.lua_pushboolean(L, false);
        else if (typeof value === "number") lua.lua_pushnumber(L, value);
        else lua.lua_pushstring(L, to_luastring(String(value)));
        return;
      }
      lua.lua_createtable(L, value.length, 0);
      for (const [at, each] of value.entries()) {
        push(each);
        lua.lua_rawseti(L, -2, at + 1);
      }
    };
    for (const [name, value] of [
      ["KEYS", keys],
      ["ARGV", args],
    ] as const) {
      push(value);
      lua.lua_setglobal(L, to_luastring(name));
    }
    lua.lua_createtable(L, 0, 1);
    lua.lua_pushcfunction(L, () => {
      const [command = "", ...given] = Array.from({ length: lua.lua_gettop(L) }, (_, at) =>
        to_jsstring(lauxlib.luaL_tolstring(L, at + 1)),
      );
      seen.push(command, ...given);
      push(commands[command]?.(...given));
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

  const way = () => (wayMs ? new Promise<void>((resolve) => setTimeout(resolve, wayMs)) : undefined);
  const redis: LuaRedis = {
    async evaluate(script, keys, args) {
      pending++;
      try {
        await way();
        if (redis.mode === "down") throw new Error("connect ECONNREFUSED 127.0.0.1:6379");
        if (redis.mode === "silent") await new Promise<void>((resolve) => waiting.push(resolve));
        const reply = run(script, keys, args);
        await way();
        return reply;
      } finally {
        pending--;
      }
    },
    seen,
    runs: () => runs,
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
      if (next === "up") for (const resume of waiting.splice(0)) resume();
    },
    restart: () => hashes.clear(),
    keys: () => [...hashes.keys()].filter(live),
    pending: () => pending,
  };
  let mode: LuaRedis["mode"] = "up";
  return redis;
}
