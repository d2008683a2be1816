import { readFileSync } from 'node:fs';

export const DASHBOARD_FILE = 'deploy/grafana/tidegate.json';

interface Query {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource: { readonly uid: string };
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly Query[];
}

interface Variable {
  readonly name: string;
  readonly type: 'datasource' | 'query';
  readonly definition?: string;
}

export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { readonly expr?: string }[] };
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(new URL(`../../../${DASHBOARD_FILE}`, import.meta.url), 'utf8')) as Dashboard;
}

/** Every query of the panels, by the panel's title. */
export function queriesOf({ panels }: Dashboard): readonly (readonly [title: string, query: Query])[] {
  return panels.flatMap(({ title, targets = [] }) => targets.map((query) => [title, query] as const));
}
