import { migrate } from "@stoa/db";
import { AlreadyReported, type Command, Failed } from "../command.ts";
import type { Environment } from "../env.ts";
import { appEnvironment } from "../stack/app-environment.ts";
import { APPS, type App, BUILT_APPS } from "../stack/apps.ts";
import { banner } from "../stack/banner.ts";
import { buildChanged } from "../stack/builds.ts";
import { checkedEnvironment } from "../stack/command-context.ts";
import type { DatabaseUrls } from "../stack/databases.ts";
import { healthyWithin } from "../stack/health.ts";
import { blamedOnDisk, requireFreeDisk } from "../stack/home.ts";
import { type LogPrinter, logPrinter } from "../stack/log-printer.ts";
import { requireFreePorts } from "../stack/ports.ts";
import { openPostgres } from "../stack/postgres.ts";
import { startRedis } from "../stack/redis.ts";
import { openRunFile, type RunFile } from "../stack/run-file.ts";
import { seedOnce, showCodesOfStaff } from "../stack/seeding.ts";
import { openDatabases, openQueue, openSetting, type Setting } from "../stack/services.ts";
import { SupervisedApp } from "../stack/supervised-app.ts";
import { Teardown } from "../stack/teardown.ts";
import { toldToStop } from "../stack/told-to-stop.ts";
import { WatchedServer } from "../stack/watched-server.ts";
import { colour, step } from "../terminal.ts";

const HEALTHY_WITHIN_MS = 60_000;
const EXIT_INTERRUPTED = 130;

export const up: Command = {
  name: "up",
  summary: "Starts Stoa on this machine and keeps it running until Ctrl-C.",
  run: async () => {
    const teardown = new Teardown();
    const told = toldToStop(() => {
      teardown.kill();
      process.exit(EXIT_INTERRUPTED);
    });
    const start = new Start(openSetting(), teardown, told);
    try {
      await start.run();
      await aborted(told);
    } catch (error) {
      // Whoever asks to stop in the middle of the start gets no error of a step that was cut short, only the exit code.
      throw told.aborted ? new AlreadyReported() : error;
    } finally {
      if (told.aborted)
        console.log("\nStopping: what is under way is finished first. Ctrl-C again ends everything at once.");
      await teardown.run((sentence) => console.log(sentence));
    }
  },
};

/** One start of everything, as named steps. Each registers with the teardown what it started. */
class Start {
  readonly #setting: Setting;
  readonly #teardown: Teardown;
  readonly #told: AbortSignal;
  readonly #logs: LogPrinter = logPrinter();
  readonly #servers: WatchedServer[] = [];

  constructor(setting: Setting, teardown: Teardown, told: AbortSignal) {
    this.#setting = setting;
    this.#teardown = teardown;
    this.#told = told;
  }

  async run(): Promise<void> {
    const { home, host, root } = this.#setting;
    console.log(`\n${colour("bold", "Stoa")}  ${colour("dim", home.path)}\n`);
    const runFile = await this.#step("This machine", (remark) => this.#machine(remark));
    const databases = await this.#step("Postgres", (remark) => this.#postgres(remark));
    const redisUrl = await this.#step("Queue", (remark) => this.#queue(runFile, remark));
    const env = appEnvironment({ ...this.#setting, databases, redisUrl });
    const checked = checkedEnvironment(env);
    await this.#step("Migrations", () => migrate(databases.DATABASE_URL));
    const { peopleAreThere } = await this.#step("Seed", async (remark) => {
      const seeding = await seedOnce(checked);
      if (!seeding.fresh) remark("nothing to add");
      return seeding;
    });
    await this.#step("Builds of web and admin", async (remark) => {
      const built = await buildChanged(root, BUILT_APPS, env, this.#told);
      if (built.length === 0) remark("nothing changed");
    });
    const running = APPS.map((app) => ({ app, process: this.#start(app, env, runFile) }));
    for (const { app, process } of running) await this.#step(app.title, () => this.#healthy(app, process, host));
    if (peopleAreThere) await showCodesOfStaff(checked, `http://127.0.0.1:${this.#setting.ports.SANDBOX_PORT}`);
    for (const server of this.#servers) server.watch(say);
    for (const { process } of running) process.watch();
    console.log(banner(this.#setting, peopleAreThere));
    this.#logs.flow();
  }

  #step<T>(name: string, work: (remark: (text: string) => void) => Promise<T>): Promise<T> {
    this.#told.throwIfAborted();
    return step(name, work);
  }

  /** Everything that could be wrong with the machine is said before anything is started on it. */
  async #machine(remark: (text: string) => void): Promise<RunFile> {
    const { home, host, ports } = this.#setting;
    requireFreeDisk(home);
    const runFile = await openRunFile(home);
    this.#teardown.add(
      "the run file",
      async () => runFile.close(),
      () => runFile.close(),
    );
    if (runFile.cleared.length > 0) remark(`cleared away ${runFile.cleared.join(", ")} of a run that was killed`);
    await requireFreePorts(ports, host);
    return runFile;
  }

  async #postgres(remark: (text: string) => void): Promise<DatabaseUrls> {
    const { home, secrets } = this.#setting;
    const { urls, server } = await openDatabases(this.#setting);
    if (server === null) {
      remark("at DATABASE_URL");
      return urls;
    }
    const place = server.dataFolder.startsWith(home.path) ? "" : `, its files in ${server.dataFolder}`;
    remark(server.adopted ? "found running, taken over" : `on port ${server.port}${place}`);
    const reopen = () =>
      openPostgres(home, secrets).catch((error: unknown) => {
        throw blamedOnDisk(error, home);
      });
    this.#keep("Postgres", new WatchedServer("Postgres", server, "SIGQUIT", reopen));
    return urls;
  }

  async #queue(runFile: RunFile, remark: (text: string) => void): Promise<string | null> {
    const { redisUrl, server, remark: how } = await openQueue(this.#setting);
    remark(how);
    if (server === null) return redisUrl;
    runFile.add("redis", server.pid);
    const reopen = async () => {
      const again = await startRedis(server.program, this.#setting.home, this.#setting.secrets);
      runFile.remove("redis");
      runFile.add("redis", again.pid);
      return again;
    };
    this.#keep("Redis", new WatchedServer("Redis", server, "SIGKILL", reopen));
    return redisUrl;
  }

  #keep(name: string, server: WatchedServer): void {
    this.#servers.push(server);
    this.#teardown.add(
      name,
      () => server.stop(),
      () => server.kill(),
    );
  }

  #start(app: App, env: Environment, runFile: RunFile): SupervisedApp {
    const { root } = this.#setting;
    const print = (line: string) => this.#logs.print(app, line);
    const process = new SupervisedApp({ app, root, env, runFile, print, say });
    this.#teardown.add(
      app.name,
      () => process.stop(),
      () => process.kill(),
    );
    return process;
  }

  async #healthy(app: App, process: SupervisedApp, host: string): Promise<void> {
    const url = `http://${reachable(host)}:${this.#setting.ports[app.port]}${app.health}`;
    const complaint = await healthyWithin(url, HEALTHY_WITHIN_MS, () => process.runs && !this.#told.aborted);
    this.#told.throwIfAborted();
    if (complaint === null) return;
    const how = process.runs ? `${url} says: ${complaint}` : "it ended at once";
    throw new Failed(`${app.name} did not start: ${how}\n${this.#logs.heldOf(app.name)}`);
  }
}

/** Something the person should not overlook among the apps' lines. */
function say(sentence: string): void {
  console.log(colour("bold", sentence));
}

/** An address of this machine for a host that may mean all of them. */
function reachable(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

/** Resolves when somebody asks to stop; keeps the process alive until then. */
function aborted(signal: AbortSignal): Promise<void> {
  const awake = setInterval(() => {}, 60_000);
  return new Promise((resolve) => {
    const done = () => {
      clearInterval(awake);
      resolve();
    };
    if (signal.aborted) done();
    signal.addEventListener("abort", done, { once: true });
  });
}
