import { accessSync, constants } from 'node:fs';

/** Debian's package `prometheus` has both; a variable says where each is that is elsewhere. */
export const PROMETHEUS = toolAt('PROMETHEUS_PATH', '/usr/bin/prometheus');
export const PROMTOOL = toolAt('PROMTOOL_PATH', '/usr/bin/promtool');

function toolAt(variable: string, usual: string): string {
  const file = process.env[variable] ?? usual;
  try {
    accessSync(file, constants.X_OK);
  } catch (cause) {
    throw new Error(
      `${file} is not there, or cannot be run. These tests need Prometheus and promtool (Debian: apt-get install prometheus); ${variable} says where it is.`,
      { cause },
    );
  }
  return file;
}
