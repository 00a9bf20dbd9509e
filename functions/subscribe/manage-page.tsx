/** The page on which a reader changes what they get. Pure. */
import type { Choice } from '../model/subscriber.ts';
import { AddressField } from './join-pages.tsx';
import { Addressed, document, Layout, type PageBase } from './layout.tsx';
import { wordsFor } from './words.ts';

export interface ManageProps extends PageBase {
  readonly address: string;
  /** A subscription that has ended can be looked at and erased, and no more. */
  readonly active: boolean;
  readonly choice: Choice;
  /** Titles of the newsletter's sections. */
  readonly sections: readonly string[];
  /** The pause's end, as the reader reads it; undefined where there is none. */
  readonly pausedUntil?: string | undefined;
  /** The page's own address: its forms post to what is below it. */
  readonly url: string;
  readonly unsubscribeUrl: string;
  /** Undefined where nobody can join. */
  readonly joinUrl: string | undefined;
  readonly saved?: boolean;
  readonly fault?: { readonly of: 'sections' | 'address'; readonly given?: string };
}

export function managePage(props: ManageProps): string {
  const { address, active, url, unsubscribeUrl, joinUrl, saved, ...rest } = props;
  const words = wordsFor(rest.locale);
  const { manage } = words;
  return document(
    <Layout title={manage.title} newsletter={rest} personal>
      <h1>{manage.title}</h1>
      <Addressed words={manage.whose} address={address} />
      {saved && (
        <p class="saved" role="status">
          {manage.saved}
        </p>
      )}
      {active ? <Changes {...props} /> : <p>{manage.ended}</p>}
      <h2>{manage.dataTitle}</h2>
      <p>
        <a href={`${url}/export`}>{manage.exportLink}</a>
      </p>
      <form method="post" action={`${url}/erase`}>
        <p>{manage.eraseText}</p>
        <p>
          <label class="check">
            <input type="checkbox" name="sure" value="yes" required />
            {manage.eraseSure}
          </label>
        </p>
        <button class="quiet" type="submit">
          {manage.eraseButton}
        </button>
      </form>
      <nav>{active ? <a href={unsubscribeUrl}>{words.unsubscribeButton}</a> : joinUrl !== undefined && <a href={joinUrl}>{words.confirm.again}</a>}</nav>
    </Layout>,
  );
}

/** What an active subscriber can change: sections and rhythm, a pause, the address. */
function Changes({ locale, choice, sections, pausedUntil, url, fault }: ManageProps) {
  const { manage } = wordsFor(locale);
  const without = new Set(choice.without);
  return (
    <>
      <form method="post" action={url}>
        {sections.length > 1 && (
          <fieldset>
            <legend>{manage.sections}</legend>
            {fault?.of === 'sections' && (
              <p class="fault" role="alert">
                {manage.noSection}
              </p>
            )}
            {sections.map((title) => (
              <label class="check">
                <input type="checkbox" name="section" value={title} checked={!without.has(title)} />
                <span dir="auto">{title}</span>
              </label>
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend>{manage.often}</legend>
          <label class="check">
            <input type="radio" name="every" value="issue" checked={choice.every !== 'week'} />
            {manage.everyIssue}
          </label>
          <label class="check">
            <input type="radio" name="every" value="week" checked={choice.every === 'week'} />
            {manage.everyWeek}
          </label>
        </fieldset>
        <button type="submit">{manage.save}</button>
      </form>
      <h2>{manage.pauseTitle}</h2>
      <p>{pausedUntil === undefined ? manage.pauseText : manage.paused(pausedUntil)}</p>
      <form method="post" action={pausedUntil === undefined ? `${url}/pause` : `${url}/resume`}>
        <button class="quiet" type="submit">
          {pausedUntil === undefined ? manage.pauseButton : manage.resumeButton}
        </button>
      </form>
      <h2>{manage.addressTitle}</h2>
      <p>{manage.addressText}</p>
      <form method="post" action={`${url}/address`}>
        <AddressField label={manage.addressLabel} fault={fault?.of === 'address' ? wordsFor(locale).join.fault : undefined} value={fault?.given} />
        <button class="quiet" type="submit">
          {manage.addressButton}
        </button>
      </form>
    </>
  );
}
