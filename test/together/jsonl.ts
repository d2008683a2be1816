import { importRooms } from '../support/import-rooms.ts';

await importRooms('sources/jsonl');
