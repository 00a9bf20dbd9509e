import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** What the function of a stage may do: its policy's statements, and of these the rights on objects as `s3:GetObject /feeds/*`, sorted. */
export function rightsOf(template: Template, stage: string): { statements: Statement[]; pairs: string[] } {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy') as Record<string, { Properties: { PolicyDocument: { Statement: Statement[] } } }>);
  const statements = policies.flatMap(([id, { Properties }]) => (id.startsWith(`${stage}RoleDefaultPolicy`) ? Properties.PolicyDocument.Statement : []));
  const pairs = statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${/"([^"]*)"[\]}]*$/.exec(JSON.stringify(resource))![1]}`)),
  );
  return { statements, pairs: pairs.filter((pair) => /^s3:(Get|Put|Delete)Object/.test(pair)).toSorted() };
}
