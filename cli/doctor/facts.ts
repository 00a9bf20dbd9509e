/** What the doctor has found, or why not: all that its decisions go by. */
import type { Config } from '../../functions/config.ts';
import type { Probe } from '../check/probe.ts';
import type { Progress } from '../delivery/progress.ts';
import type { Answer } from './answer.ts';

export interface Machine {
  /** Version of Node, and the range that package.json asks for, such as `>=20.19`. */
  readonly node: string;
  readonly nodeWanted: string;
  readonly region: Answer<string>;
  /** Of the environment: what says where the region is from. */
  readonly env: { readonly AWS_REGION?: string | undefined; readonly AWS_DEFAULT_REGION?: string | undefined; readonly AWS_PROFILE?: string | undefined };
}

export interface Stack {
  /** As CloudFormation has it, such as `CREATE_COMPLETE`. */
  readonly status: string;
  readonly reason: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** SES in this account and region. Mails in 24 hours and a second; Infinity where there is no limit. */
export interface Sending {
  readonly production: boolean;
  readonly enabled: boolean;
  readonly enforcement: string;
  readonly perDay: number;
  readonly perSecond: number;
  readonly sentToday: number;
  /** Such as `BOUNCE`. */
  readonly suppresses: readonly string[];
  /** SES's price plan: `NONE`, `ESSENTIALS`, … */
  readonly plan: string;
}

/** An identity of SES. Statuses as SES has them: `PENDING`, `SUCCESS`, `FAILED`, `TEMPORARY_FAILURE`, `NOT_STARTED`. */
export interface Identity {
  readonly domain: string;
  readonly verified: boolean;
  readonly dkim: { readonly status: string; readonly signs: boolean; readonly tokens: readonly string[]; readonly zone: string };
  readonly mailFrom?: { readonly domain: string; readonly status: string };
}

export interface Account {
  readonly caller: Answer<{ readonly account: string; readonly arn: string }>;
  readonly toolkit: Answer<Stack | undefined>;
  readonly sending: Answer<Sending>;
  readonly identity: Answer<Identity | undefined>;
  /** Asked only where there is a leaveAddress. */
  readonly activeRuleSet?: Answer<string | undefined>;
  readonly stack: Answer<Stack | undefined>;
}

/** Texts of TXT records; exchanges of MX records, lower-case, without priority. */
export interface Dns {
  /** Of the sender's domain, or where that has none of the organisation's. */
  readonly dmarc: Answer<{ readonly at: string; readonly inherited: boolean; readonly texts: readonly string[] }>;
  /** Undefined where there is no MAIL FROM domain. */
  readonly mailFrom?: { readonly domain: string; readonly mx: Answer<readonly string[]>; readonly texts: Answer<readonly string[]> };
  /** Which of the identity's DKIM names lead where they must, in the order of its tokens. */
  readonly dkim?: Answer<readonly boolean[]>;
  /** Undefined where there is no leaveAddress. */
  readonly leave?: { readonly domain: string; readonly mx: Answer<readonly string[]> };
}

export interface Alarm {
  readonly name: string;
  readonly description: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  /** Metrics that it looks at: what it is priced by. */
  readonly metrics: number;
  readonly since?: Date;
}

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

/** The parts of the stack, where there is one. */
export interface Deployed {
  readonly eventDestinations: Answer<readonly { readonly enabled: boolean; readonly events: readonly string[]; readonly topic: string | undefined }[]>;
  /** Undefined where the stack names no such topic or queue. */
  readonly feedback?: Answer<readonly Subscription[]>;
  readonly alerts?: Answer<readonly Subscription[]>;
  readonly alarms: Answer<readonly Alarm[]>;
  readonly undelivered?: Answer<number>;
  readonly failures?: Answer<number>;
  /** Status of the page asked for. */
  readonly pages: Answer<{ readonly url: string; readonly status: number }>;
  /** Of the last issue, with the ISO time at which that was made. */
  readonly delivery: Answer<{ readonly madeAt: string; readonly progress: Progress } | undefined>;
  /** Active subscribers. */
  readonly readers: Answer<number>;
}

export interface Facts {
  readonly now: Date;
  readonly config: Config;
  /** The name by which the stack was looked for. */
  readonly stackName: string;
  readonly machine: Machine;
  readonly account: Account;
  readonly dns: Dns;
  readonly deployed?: Deployed;
  /** Undefined where they were not asked. */
  readonly feeds?: readonly Probe[];
  /** The size of list that the operator has named. */
  readonly readers?: number;
}

/** Whether nothing of a stack is there, so that a deploy would begin anew: not one whose first deploy is under way, or has left parts behind. */
export const isNone = (stack: Stack | undefined): boolean => stack === undefined || /^(REVIEW_IN_PROGRESS|ROLLBACK_COMPLETE)$/.test(stack.status);

/** Whether there is a stack that has ever stood: one that failed at its creation has nothing in it. */
export const stands = (stack: Stack | undefined): stack is Stack => stack !== undefined && !/^(REVIEW_IN_PROGRESS|ROLLBACK_|CREATE_FAILED|CREATE_IN_PROGRESS|DELETE_)/.test(stack.status);
