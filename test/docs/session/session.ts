import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../cli/tidegate.ts';
import { type ConformanceServer, startConformanceServer } from '../../support/conformance/index.ts';
import type { Command } from '../markdown/commands.ts';
import { checkout } from './checkout.ts';
import { looksLike } from './looks-like.ts';
import { type Service, startService } from './service.ts';
import { runToEnd } from './terminal.ts';

/**
 * A reader at a terminal, in a folder that looks like the checkout: what a command writes comes there and not into the checkout.
 * Ports are free ones in the place of those of the document; what serves goes on until the end, or until another wants its port.
 */
export class Session {
  readonly #folder: string;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #env: Record<string, string>;
  readonly #services = new Map<number, Service | ConformanceServer>();

  private constructor(folder: string, ports: ReadonlyMap<string, number>, env: Record<string, string>) {
    this.#folder = folder;
    this.#ports = ports;
    this.#env = env;
  }

  static async begin(text: string, files: Readonly<Record<string, string>>, env: Record<string, string>): Promise<Session> {
    const ports = await freePortsFor([text, ...Object.values(files)].join('\n'));
    const session = new Session(checkout(), ports, { NO_COLOR: '1', NODE_NO_WARNINGS: '1', ...env });
    for (const [name, content] of Object.entries(files)) session.#write(name, content);
    return session;
  }

  #write(name: string, content: string): void {
    writeFileSync(path.join(this.#folder, name), this.#placed(content));
  }

  async run({ text, prints }: Pick<Command, 'text' | 'prints'>): Promise<void> {
    const command = this.#placed(meant(text));
    const [, name, value = ''] = /^export (\w+)=(\S*)$/.exec(command) ?? [];
    if (command === '') return;
    if (name !== undefined) this.#env[name] = value;
    else if (command === 'npm run conformance') await this.#conformance();
    else if (isService(command)) await this.#serve(command);
    else await this.#runToEnd(command, prints);
  }

  async end(): Promise<void> {
    await Promise.all([...this.#services.values()].map((service) => service.close()));
    rmSync(this.#folder, { recursive: true });
  }

  async #runToEnd(command: string, prints: string | undefined): Promise<void> {
    const { code, said } = await runToEnd(command, this.#folder, this.#env);
    assert.equal(code, 0, `${command}\n${said}`);
    if (prints !== undefined) assert.ok(looksLike(prints, said), `${command}\nprints\n${said}\nand not\n${prints}`);
  }

  async #serve(command: string): Promise<void> {
    const port = Number(/--port (\d+)/.exec(command)?.[1] ?? this.#portFor('8080'));
    await this.#services.get(port)?.close();
    const whole = command + (command.includes('--port') ? '' : ` --port ${port}`);
    this.#services.set(port, await startService(whole, port, this.#folder, this.#env));
  }

  async #conformance(): Promise<void> {
    const port = this.#portFor('8501');
    if (!this.#services.has(port)) this.#services.set(port, await startConformanceServer({ port }));
  }

  #portFor(documented: string): number {
    return this.#ports.get(documented) ?? Number.NaN;
  }

  #placed(text: string): string {
    return text.replaceAll(PORT, (whole, port: string) => whole.replace(port, String(this.#portFor(port))));
  }
}

/** A port of this machine, where documents name one. */
const PORT = /(?:127\.0\.0\.1:|localhost:|--port |\bport: )(\d{4})\b/g;

async function freePortsFor(text: string): Promise<ReadonlyMap<string, number>> {
  const documented = new Set(['8080', '8501', ...[...text.matchAll(PORT)].map(([, port = '']) => port)]);
  return new Map(await Promise.all([...documented].map(async (port) => [port, await freePort()] as const)));
}

/** What npm does before a command was done by `npm test`, which is running. */
function meant(text: string): string {
  const rest = text
    .replace(/ &$/, '')
    .replace(/^npm ci( && |$)/, '')
    .replace(/^npm run build( && |$)/, '');
  return rest === 'npm test' ? '' : rest.replace(/^npm start( -- )?/, 'node dist/main.js serve ').trim();
}

function isService(command: string): boolean {
  return /(^| )(node .*dist\/main\.js|tidegate) serve\b/.test(command);
}
