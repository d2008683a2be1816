import { after } from 'node:test';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { DynamoLeaseStore } from '../../../../src/sources/kinesis/leases/dynamo-lease-store.ts';
import { dynaliteLeases } from '../contract/dynalite-leases.ts';
import { leaseContract } from '../contract/lease-contract.ts';

const { open, close } = await dynaliteLeases(
  (endpointUrl, table) =>
    new DynamoLeaseStore({ region: 'us-east-1', endpointUrl, table, clock: systemClock, requestTimeoutMs: 2000 }),
);
after(close);

leaseContract('DynamoDB', open);
