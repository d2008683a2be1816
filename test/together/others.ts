import { importRooms } from '../support/import-rooms.ts';

await importRooms(
  'architecture',
  'bench',
  'config',
  'docs',
  'endpoints',
  'evaluation',
  'gateway',
  'kernel',
  'properties',
  'proving',
  'telemetry',
);
