import { importRooms } from '../support/import-rooms.ts';

await importRooms('conformance');
