/** DNS records that the newsletter needs: written to Route 53 where its zone is known, else printed to be copied. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Domain } from '../functions/config.ts';

export interface DnsRecord {
  /** Of the construct, and of the output where it is printed. */
  readonly id: string;
  readonly name: string;
  readonly type: 'CNAME' | 'MX' | 'TXT';
  /** As a zone file has it. */
  readonly value: string;
  /** What it is for, where it is printed. */
  readonly what: string;
}

/** An hour: how long a mistake lives. */
const ttl = '3600';

/** A resource of its own for each, as their names are known only when SES has made the identity. */
export function publish(scope: Construct, zone: Domain['zone'], records: readonly DnsRecord[]): void {
  for (const { id, name, type, value, what } of records) {
    if (zone) new CfnRecordSet(scope, id, { hostedZoneId: zone.id, name, type, ttl, resourceRecords: [value] });
    else new CfnOutput(Stack.of(scope), id, { description: what, value: `${name} ${type} ${value}` });
  }
}
