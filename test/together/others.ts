import { importRooms } from '../support/import-rooms.ts';

await importRooms(
  'architecture',
  'auth',
  'bench',
  'config',
  'console',
  'deploy',
  'docs',
  'endpoints',
  'evaluation',
  'examples',
  'gateway',
  'kernel',
  'plot',
  'properties',
  'proving',
  'telemetry',
  'tuning',
);
