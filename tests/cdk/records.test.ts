import { describe, expect, it } from 'vitest';
import { outputsOf, type Resource, resourcesOf, synthesised, synthesisedWith } from './synthesised.ts';

const zone = 'zone: { name: example.com, id: Z0123456789 }';

/** Every record that the stack writes, `NAME TYPE VALUE`, as far as that is known before SES and the API have theirs. */
const written = (lines: string): string[] =>
  Object.values(resourcesOf(synthesisedWith(lines)))
    .filter(({ Type }) => Type === 'AWS::Route53::RecordSet')
    .map(({ Properties }) => `${spelt(Properties['Name'])} ${String(Properties['Type'])} ${spelt((Properties['ResourceRecords'] as unknown[] | undefined)?.[0] ?? 'an alias')}`)
    .toSorted();
const printed = (lines: string): Record<string, string> => Object.fromEntries(Object.entries(outputsOf(synthesisedWith(lines))).map(([id, { Value }]) => [id, spelt(Value)]));

function spelt(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: [string, string]; Ref?: string };
  return join ? join[1].map(spelt).join(join[0]) : `<${attribute?.[1] ?? Ref}>`;
}

const ofMail = ['bounce.news.example.com MX 10 feedback-smtp.<AWS::Region>.amazonses.com', 'bounce.news.example.com TXT "v=spf1 include:amazonses.com ~all"', '_dmarc.news.example.com TXT "v=DMARC1; p=none"'];
const dkim = [1, 2, 3].map((n) => `<DkimDNSTokenName${n}> CNAME <DkimDNSTokenValue${n}>`);

describe('the DNS of the sender', () => {
  it('is printed, a record a line, where no zone is given', () => {
    const outputs = printed('');
    expect([outputs['Dkim1'], outputs['Dkim2'], outputs['Dkim3'], outputs['MailFromMx'], outputs['MailFromSpf'], outputs['Dmarc']]).toEqual([...dkim, ...ofMail]);
    expect(written('')).toEqual([]);
  });

  it('is written where its zone is given, and then not printed', () => {
    expect(written(`domain: { ${zone} }`)).toEqual([...dkim, ...ofMail].toSorted());
    expect(Object.keys(printed(`domain: { ${zone} }`)).filter((id) => /^(Dkim|MailFrom|Dmarc)/.test(id))).toEqual([]);
  });

  it('has the operator’s MAIL FROM and policy, and leaves a policy that is there', () => {
    expect(written(`domain: { mailFrom: mail, dmarc: reject, ${zone} }`)).toEqual(expect.arrayContaining(['_dmarc.news.example.com TXT "v=DMARC1; p=reject"', 'mail.news.example.com TXT "v=spf1 include:amazonses.com ~all"']));
    expect(written(`domain: { dmarc: existing, ${zone} }`).join()).not.toContain('_dmarc');
  });

  it('uses its own MAIL FROM, and SES’s while the record is not there', () => {
    synthesised().hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'news.example.com', MailFromAttributes: { MailFromDomain: 'bounce.news.example.com', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' } });
  });

  it('is left alone where the domain is an identity already', () => {
    synthesisedWith('domain: { identity: existing }').resourceCountIs('AWS::SES::EmailIdentity', 0);
    expect(Object.keys(printed('domain: { identity: existing }')).filter((id) => /^(Dkim|MailFrom|Dmarc)/.test(id))).toEqual([]);
  });
});

describe('the pages’ own address', () => {
  it('is made, certified and written where its zone is given', () => {
    const lines = `url: https://brief.example.com\ndomain: { ${zone} }`;
    const template = synthesisedWith(lines);
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'brief.example.com', DomainNameConfigurations: [{ EndpointType: 'REGIONAL' }] });
    template.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'brief.example.com', ValidationMethod: 'DNS', DomainValidationOptions: [{ DomainName: 'brief.example.com', HostedZoneId: 'Z0123456789' }] });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    expect(written(lines)).toContain('brief.example.com A an alias');
    expect(outputsOf(template)['PagesOrigin']).toBeUndefined();
    // Mails of before link to the first address.
    expect(JSON.stringify(template.findResources('AWS::ApiGatewayV2::Api'))).not.toContain('DisableExecuteApiEndpoint');
  });

  it('is made with a certificate alone, and its record printed', () => {
    const certificate = 'arn:aws:acm:eu-west-1:123456789012:certificate/abc';
    const lines = `url: https://brief.other.example\ndomain: { certificate: "${certificate}" }`;
    synthesisedWith(lines).hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'brief.other.example', DomainNameConfigurations: [{ CertificateArn: certificate }] });
    expect(printed(lines)['PagesCname']).toBe('brief.other.example CNAME <RegionalDomainName>');
  });

  it('is the operator’s own to lead there where there is neither', () => {
    const template = synthesisedWith('url: https://brief.other.example');
    template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    expect(outputsOf(template)['PagesOrigin']).toBeDefined();
  });
});

describe('leaving by mail', () => {
  it('has its MX written where its name lies below the zone, and printed where it is the zone’s own', () => {
    expect(written(`leaveAddress: leave@in.example.com\ndomain: { ${zone} }`)).toContain('in.example.com MX 10 inbound-smtp.<AWS::Region>.amazonaws.com');
    expect(written(`leaveAddress: leave@example.com\ndomain: { ${zone} }`).join()).not.toContain('inbound');
    expect(printed(`leaveAddress: leave@example.com\ndomain: { ${zone} }`)['LeaveMx']).toBe('example.com MX 10 inbound-smtp.<AWS::Region>.amazonaws.com');
  });

  it('goes into the account’s own set of rules where one is named: an account has one active', () => {
    const template = synthesisedWith('leaveAddress: leave@in.example.com\ndomain: { ruleSet: default-rule-set }');
    template.resourceCountIs('AWS::SES::ReceiptRuleSet', 0);
    template.hasResourceProperties('AWS::SES::ReceiptRule', { RuleSetName: 'default-rule-set' });
  });
});

it('two newsletters of one account name nothing alike', () => {
  const names = (Object.values(resourcesOf(synthesisedWith('leaveAddress: leave@in.example.com\nalerts: you@example.com\n'))) as Partial<Resource>[]).flatMap(({ Properties }) =>
    Object.entries(Properties ?? {}).filter(([key, value]) => /^(BucketName|QueueName|FunctionName|TopicName|RoleName|LogGroupName|AlarmName|RuleSetName|DashboardName)$/.test(key) && typeof value === 'string'));
  expect(names).toEqual([]);
  const dashboards = Object.values(resourcesOf(synthesised())).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  expect(dashboards.map(({ Properties }) => spelt(Properties['DashboardName']))).toEqual(['<AWS::StackName>-<AWS::Region>']);
});
