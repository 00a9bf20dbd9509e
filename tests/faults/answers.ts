/** What AWS says when it does not do, or does not say that it has done, what it is asked. */
export interface Said {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** The connection is cut in the middle of the body. */
  readonly torn?: true;
}

const xml = (status: number, body: string): Said => ({ status, type: 'text/xml', body });
const s3 = (status: number, code: string, message: string) => xml(status, `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>r</RequestId></Error>`);
const ses = (status: number, type: string, code: string, message: string) =>
  xml(status, `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`);
const json = (status: number, body: object): Said => ({ status, type: 'application/x-amz-json-1.0', body: JSON.stringify(body) });

export const answers = {
  sesFailure: ses(500, 'Receiver', 'InternalFailure', 'Internal service error.'),
  sesUnavailable: ses(503, 'Receiver', 'ServiceUnavailable', 'Service is unavailable.'),
  tooFast: ses(400, 'Sender', 'Throttling', 'Maximum sending rate exceeded.'),
  dailyQuota: ses(400, 'Sender', 'Throttling', 'Daily message quota exceeded.'),
  rateExceeded: ses(400, 'Sender', 'Throttling', 'Rate exceeded'),
  rejected: ses(400, 'Sender', 'MessageRejected', 'Address blacklisted.'),
  garbled: xml(200, '<html>captive portal</html>'),
  torn: { ...xml(200, '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><Mess'), torn: true },
  s3Failure: s3(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  slowDown: s3(503, 'SlowDown', 'Please reduce your request rate.'),
  s3Conflict: s3(409, 'ConditionalRequestConflict', 'The conditional request cannot succeed due to a conflicting operation against this resource.'),
  s3Unmet: s3(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold'),
  sqsFailure: json(500, { __type: 'com.amazonaws.sqs#InternalFailure', message: 'Internal failure.' }),
} satisfies { [name: string]: Said };

/** The answer to a batch of which SQS leaves the first out; `successful` is what it says of the others. */
export const leftOut = (id: string, successful: readonly unknown[]): Said =>
  json(200, { Successful: successful, Failed: [{ Id: id, SenderFault: false, Code: 'InternalError', Message: 'Internal failure.' }] });

/** The account's limits, as SES tells them. moto has a quota of 200 mails, and counts all that it ever got. */
export const quotaAnswer = (sent: number): Said =>
  xml(
    200,
    `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><Max24HourSend>${dailyMost}.0</Max24HourSend><MaxSendRate>5000.0</MaxSendRate><SentLast24Hours>${sent}.0</SentLast24Hours></GetSendQuotaResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetSendQuotaResponse>`,
  );

/** Mails in 24 hours. */
export const dailyMost = 50_000;
