import { MetricUnit, Metrics as EmbeddedMetrics } from '@aws-lambda-powertools/metrics';
import { variable } from '../aws.ts';
import type { Metrics } from '../ports.ts';

/**
 * Metrics as lines of the log that CloudWatch takes them out of (embedded metric
 * format): no request, and no right to make one. All are in one namespace, by
 * newsletter: the stack of the variable STACK. A number that is not finite, as
 * of a quota without a limit, makes no metric.
 */
export function emfMetrics(): Metrics {
  const metrics = new EmbeddedMetrics({ namespace: 'Dawnpost' });
  // Else each would have a dimension `service` too.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ newsletter: variable('STACK') });
  return (values) => {
    const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
    if (finite.length === 0) return;
    for (const [name, value] of finite) metrics.addMetric(name, name.endsWith('Percent') ? MetricUnit.Percent : MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
}
