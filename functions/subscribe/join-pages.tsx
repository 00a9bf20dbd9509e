/** The pages on which one joins, or confirms. Pure. */
import { Addressed, document, Layout, type PageBase } from './layout.tsx';
import { wordsFor } from './words.ts';

/** A field that people do not see: what is filled in there was filled in by a program. */
export const trapField = 'website';

export interface JoinProps extends PageBase {
  /** Where the form posts to. */
  readonly action: string;
  readonly archiveUrl: string;
  /** What was written that is no address. */
  readonly faulty?: string;
}

export function joinPage({ action, archiveUrl, faulty, ...newsletter }: JoinProps): string {
  const { name, locale } = newsletter;
  const { join, archiveTitle } = wordsFor(locale);
  const title = join.title(name);
  return document(
    <Layout title={title} newsletter={newsletter} personal={false}>
      <h1>{title}</h1>
      <p>{join.text}</p>
      <form method="post" action={action}>
        <AddressField label={join.label} fault={faulty === undefined ? undefined : join.fault} value={faulty} />
        <p class="trap" aria-hidden="true">
          <label for={trapField}>{join.trap}</label>
          <input id={trapField} name={trapField} type="text" tabindex={-1} autocomplete="off" />
        </p>
        <button type="submit">{join.button}</button>
        <p class="small">{join.consent(name)}</p>
      </form>
      <nav>
        <a href={archiveUrl}>{archiveTitle}</a>
      </nav>
    </Layout>,
  );
}

/** The field for an address, with what is wrong with what was written in it before. */
export function AddressField({ label, fault, value }: { readonly label: string; readonly fault?: string | undefined; readonly value?: string | undefined }) {
  return (
    <>
      <label for="address">{label}</label>
      <input id="address" name="address" type="email" dir="ltr" autocomplete="email" inputmode="email" maxlength={254} required value={value} {...(fault !== undefined && { 'aria-invalid': 'true', 'aria-describedby': 'fault' })} />
      {fault !== undefined && (
        <p id="fault" class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

/** After the form: the same whatever the list knows of the address. */
export function sentPage({ address, ...newsletter }: PageBase & { readonly address: string }): string {
  const { join } = wordsFor(newsletter.locale);
  return document(
    <Layout title={join.sentTitle} newsletter={newsletter} personal>
      <h1>{join.sentTitle}</h1>
      <Addressed words={join.sentText} address={address} />
      <p>{join.sentHelp}</p>
    </Layout>,
  );
}

/** Why no mail is on its way. */
export function notSentPage({ why, ...newsletter }: PageBase & { readonly why: 'full' | 'failed' }): string {
  const { join } = wordsFor(newsletter.locale);
  return messagePage(newsletter, why === 'full' ? join.fullTitle : join.failedTitle, why === 'full' ? join.fullText : join.failedText);
}

/** Asks once more, since link scanners follow every link of a mail: only its form confirms. */
export function confirmPage({ address, action, move, ...newsletter }: PageBase & { readonly address: string; readonly action: string; readonly move: boolean }): string {
  const { confirm } = wordsFor(newsletter.locale);
  const title = move ? confirm.moveTitle : confirm.title(newsletter.name);
  return document(
    <Layout title={title} newsletter={newsletter} personal>
      <h1>{title}</h1>
      <Addressed words={move ? confirm.moveAsk : confirm.ask} address={address} />
      <form method="post" action={action}>
        <button type="submit">{move ? confirm.moveButton : confirm.button}</button>
      </form>
    </Layout>,
  );
}

/** After the confirmation, however often. */
export function confirmedPage({ manage, archiveUrl, ...newsletter }: PageBase & { readonly manage?: string; readonly archiveUrl: string }): string {
  const { confirm, manage: words, archiveTitle } = wordsFor(newsletter.locale);
  return document(
    <Layout title={confirm.doneTitle} newsletter={newsletter} personal>
      <h1>{confirm.doneTitle}</h1>
      <p>{confirm.doneText(newsletter.name)}</p>
      <nav>
        {manage !== undefined && <a href={manage}>{words.title}</a>}
        <a href={archiveUrl}>{archiveTitle}</a>
      </nav>
    </Layout>,
  );
}

/** For a link that was not confirmed in time. */
export function expiredPage({ joinUrl, ...newsletter }: PageBase & { readonly joinUrl: string | undefined }): string {
  const { confirm } = wordsFor(newsletter.locale);
  return document(
    <Layout title={confirm.expiredTitle} newsletter={newsletter} personal>
      <h1>{confirm.expiredTitle}</h1>
      <p>{confirm.expiredText}</p>
      {joinUrl !== undefined && (
        <nav>
          <a href={joinUrl}>{confirm.again}</a>
        </nav>
      )}
    </Layout>,
  );
}

/** A page that says one thing. */
export function messagePage(newsletter: PageBase, title: string, text: string): string {
  return document(
    <Layout title={title} newsletter={newsletter} personal>
      <h1>{title}</h1>
      <p>{text}</p>
    </Layout>,
  );
}
