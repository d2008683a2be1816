import { importRooms } from '../support/import-rooms.ts';

await importRooms(
  'architecture',
  'bench',
  'config',
  'docs',
  'endpoints',
  'gateway',
  'kernel',
  'properties',
  'proving',
  'telemetry',
);
