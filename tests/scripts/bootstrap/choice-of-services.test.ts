import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { canInstallPackages, installPackages } from "../../../scripts/bootstrap/debian-packages.mjs";
import { findProgram } from "../../../scripts/bootstrap/find-program.mjs";
import { findRedisServer } from "../../../scripts/bootstrap/private-redis.mjs";
import { provideDatabase, provideRedis } from "../../../scripts/bootstrap/services.mjs";

let machine: string;

beforeEach(() => {
  machine = mkdtempSync(path.join(tmpdir(), "machine-"));
  vi.stubEnv("PROGRAM_SEARCH_PATH", machine);
  vi.stubEnv("DATABASE_SERVER", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(machine, { recursive: true });
});

/** Installs a program on the machine that the search path describes. */
function install(name: string, script: string): void {
  writeFileSync(path.join(machine, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(machine, name), 0o755);
}

const written = (name: string) => {
  const file = path.join(machine, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

describe("the choice of Redis", () => {
  it("takes redis-server before valkey-server", () => {
    install("valkey-server", "exit 0");
    expect(findRedisServer()?.calledAs).toBe("valkey-server");
    install("redis-server", "exit 0");
    expect(findRedisServer()?.calledAs).toBe("redis-server");
  });

  it("takes the checker that acts as the server when it is called so, and none that does not", () => {
    install("redis-check-rdb", "echo 'Redis server v=7.0.15'");
    expect(findRedisServer()).toEqual({
      program: path.join(machine, "redis-check-rdb"),
      calledAs: "redis-server",
    });
    install("redis-check-rdb", "echo 'usage: redis-check-rdb FILE'");
    expect(findRedisServer()).toBeNull();
  });

  it("takes a container where the engine answers", async () => {
    install("podman", `[ "$1" = info ] && exit 0; echo "$@" >> ${machine}/podman.log; exit 7`);
    await expect(provideRedis(machine, {})).rejects.toThrow("redis exited with code 7 while starting");
    expect(written("podman.log")).toMatch(
      /^run --rm --name \S+-redis -p 127\.0\.0\.1:\d+:6379 .*valkey-server .*noeviction/,
    );
    expect(written("podman.log")).toMatch(/rm --force \S+-redis\n$/);
  });

  it("says what to install where there is no way to get one", async () => {
    install("docker", "exit 1");
    await expect(provideRedis(machine, {})).rejects.toThrow(
      "There is no Redis or Valkey here and no way to get one",
    );
  });
});

describe("the choice of database", () => {
  it("takes a container where the engine answers", async () => {
    install("docker", `[ "$1" = info ] && exit 0; echo "$@" >> ${machine}/docker.log; exit 7`);
    await expect(provideDatabase(machine, {})).rejects.toThrow("mysql exited with code 7 while starting");
    expect(written("docker.log")).toMatch(/ --innodb-flush-log-at-trx-commit=1 .*--init-file=/);
  });

  it("says what to install where there is no way to get one", async () => {
    const attempt = provideDatabase(machine, {});
    await expect(attempt).rejects.toThrow("There is no MySQL or MariaDB here and no way to get one");
  });
});

describe("the distribution's packages", () => {
  const known = `echo "$2:"; echo "  Candidate: 1.0"; [ -z "$3" ] || { echo "$3:"; echo "  Candidate: 1.0"; }`;

  it("are used as root on Debian and Ubuntu only", () => {
    install("apt-get", "exit 0");
    install("apt-cache", "exit 0");
    expect(canInstallPackages({ userId: 0, release: "NAME=x\nID=debian\n" })).toBe(true);
    expect(canInstallPackages({ userId: 0, release: 'ID=pop\nID_LIKE="ubuntu debian"\n' })).toBe(true);
    expect(canInstallPackages({ userId: 1000, release: "ID=debian\n" })).toBe(false);
    expect(canInstallPackages({ userId: 0, release: "ID=fedora\n" })).toBe(false);
  });

  it("bring no service that starts itself", async () => {
    install("apt-get", `echo "$@" >> ${machine}/apt.log`);
    install("apt-cache", known);
    await installPackages("database");
    await installPackages("redis");
    const installed = written("apt.log")
      .split("\n")
      .filter((line) => line.startsWith("install"));
    expect(installed).toEqual([
      "install -y -qq --no-install-recommends mariadb-server-core mariadb-client-core",
      "install -y -qq --no-install-recommends redis-tools",
    ]);
  });

  it("are looked for under their other names where the first is unknown", async () => {
    install("apt-get", `echo "$@" >> ${machine}/apt.log`);
    install("apt-cache", `[ "$2" = redis-tools ] || { ${known}; }`);
    await installPackages("redis");
    expect(written("apt.log")).toContain("install -y -qq --no-install-recommends valkey-tools\n");
  });

  it("fail with the end of what apt-get said", async () => {
    install("apt-get", "echo 'E: no network' >&2; exit 100");
    await expect(installPackages("redis")).rejects.toThrow(/E: no network[^]*failed \(exit code 100\)/);
  });
});

describe("the search for programs", () => {
  it("follows links and ignores files that cannot be run", () => {
    writeFileSync(path.join(machine, "mariadbd"), "");
    expect(findProgram(["mariadbd"])).toBeNull();
    symlinkSync(process.execPath, path.join(machine, "mysqld"));
    expect(findProgram(["mariadbd", "mysqld"])).toBe(path.join(machine, "mysqld"));
  });
});
