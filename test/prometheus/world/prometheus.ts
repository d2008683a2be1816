import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { freePort } from '../../cli/tidegate.ts';
import { quickRules } from './quick-rules.ts';
import { readRules } from './rules.ts';
import { PROMETHEUS } from './tools.ts';

const STARTS_WITHIN_MS = 20_000;

export type Labels = Readonly<Record<string, string>>;

export interface Firing {
  readonly labels: Labels & { readonly alertname: string };
  readonly annotations: Labels;
}

interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

/** Prometheus itself, with the rules as quickRules has them, scraping every second; ended with the test. */
export class Prometheus {
  readonly url: string;
  /** It looks for targets after five seconds only, in which nothing was there. */
  #since = 0;

  private constructor(url: string) {
    this.url = url;
  }

  /** @param targets URLs of servers with /metrics */
  static async start(context: TestContext, targets: readonly string[]): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-prometheus-'));
    writeFileSync(join(folder, 'rules.yml'), stringify(quickRules(readRules())));
    writeFileSync(join(folder, 'prometheus.yml'), stringify(configFor(targets)));
    const port = await freePort();
    const child = spawn(
      PROMETHEUS,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-4000)));
    const ended = once(child, 'close');
    context.after(async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    });
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`);
    for (const until = performance.now() + STARTS_WITHIN_MS; !(await prometheus.#hasSeen(targets.length)); await pause(100)) {
      if (child.exitCode !== null || performance.now() > until) throw new Error(`Prometheus did not come up: ${said}`);
    }
    prometheus.#since = performance.now();
    return prometheus;
  }

  /** Alerts that have fired since the start. */
  async fired(): Promise<readonly Labels[]> {
    const seconds = Math.floor((performance.now() - this.#since) / 1000);
    const series = await this.query(`max_over_time(ALERTS{alertstate="firing"}[${Math.max(1, seconds)}s])`);
    return series.map(({ labels }) => labels);
  }

  /** What fires now. */
  async firing(): Promise<readonly Firing[]> {
    const { alerts } = await this.#api<{ alerts: readonly (Firing & { readonly state: string })[] }>('alerts');
    return alerts.filter(({ state }) => state === 'firing');
  }

  /** The series of an instant query, and their values. */
  async query(expr: string): Promise<readonly { readonly labels: Labels; readonly value: number }[]> {
    const { result } = await this.#api<{ result: readonly { metric: Labels; value: readonly [number, string] }[] }>(
      `query?query=${encodeURIComponent(expr)}`,
    );
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** All rules, by how they fare. */
  async rules(): Promise<readonly RuleState[]> {
    const { groups } = await this.#api<{ groups: readonly { rules: readonly RuleState[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async #api<T>(path: string): Promise<T> {
    const { data, error } = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${path}: ${error}`);
    return data;
  }

  /** A target that ends before it was scraped once is nobody's: nothing fires for it. */
  async #hasSeen(targets: number): Promise<boolean> {
    const [absent, scraped] = await Promise.all([this.firing(), this.query('tidegate_build_info')]).catch(() => [[{}], []]);
    return scraped.length === targets && absent.length === 0;
  }
}

function configFor(targets: readonly string[]): object {
  const labels = { namespace: 'models', service: 'tidegate', endpoint: 'admin' };
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    scrape_configs: [
      {
        job_name: 'tidegate',
        // As the Prometheus operator labels what a ServiceMonitor finds, where `endpoint` is the name of a port; ours must win.
        honor_labels: true,
        static_configs: [{ targets: targets.map((url) => new URL(url).host), labels }],
      },
    ],
  };
}
