import './SettingsScreen.css';
import type { ReactNode } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { AuthorForm } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { licences } from '../client/licences.ts';
import { useApi, useCore } from '../client/queries.ts';
import { useSettings } from '../client/settings.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox, RadioGroup } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';
import { About } from './About.tsx';
import { NetworkForm } from './NetworkForm.tsx';

const themes = [
  { value: 'system', label: 'As the system has it' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

function Section(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="cp-settings-section">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** How Commonplace looks and behaves here, who writes, and what this wiki is. */
export function SettingsScreen({ wiki }: { readonly wiki: WikiId }) {
  const { settings, updateSettings } = useSettings();
  return (
    <div className="cp-screen">
      <h1>Settings</h1>
      {settings === undefined ? (
        <Spinner label="Loading" />
      ) : (
        <>
          <Section title="Look">
            <RadioGroup
              label="Theme"
              value={settings.theme}
              options={themes}
              onValueChange={(theme) => updateSettings({ theme })}
            />
          </Section>
          <Section title="Pictures">
            <Checkbox
              label="Always show pictures from other servers"
              hint="Those servers then learn when you read a page, and from where. Off, each page asks."
              checked={settings.loadRemoteImages}
              onCheckedChange={(loadRemoteImages) => updateSettings({ loadRemoteImages })}
            />
          </Section>
          <Section title="Spelling">
            <Checkbox
              label="Underline words that may be misspelt"
              hint="On this device. Pages are looked up in their own language, else in the wiki’s."
              checked={settings.spellcheck}
              onCheckedChange={(spellcheck) => updateSettings({ spellcheck })}
            />
            <Dictionaries
              isAllowed={settings.fetchDictionaries}
              isDisabled={!settings.spellcheck}
              onChange={(fetchDictionaries) => updateSettings({ fetchDictionaries })}
            />
          </Section>
          <Section title="Network">
            <NetworkForm kept={settings} />
          </Section>
        </>
      )}
      <Section title="You">
        <Author wiki={wiki} />
      </Section>
      <Section title="This wiki">
        <ThisWiki wiki={wiki} />
      </Section>
      <Section title="About">
        <About />
      </Section>
    </div>
  );
}

/** Where the system has no speller that programs may use. */
function Dictionaries(props: {
  readonly isAllowed: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isAllowed: boolean) => void;
}) {
  const { data: capabilities } = useCore('app.capabilities', {});
  if (capabilities?.speller !== 'fetched') return null;
  return (
    <Checkbox
      label="Fetch dictionaries from Google"
      hint="This system has none that Commonplace could use. Each language is fetched once, from the next start on; that server learns which."
      checked={props.isAllowed}
      disabled={props.isDisabled}
      onCheckedChange={props.onChange}
    />
  );
}

function Author({ wiki }: { readonly wiki: WikiId }) {
  const { data, error } = useCore('wiki.author', { wiki });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return <Spinner label="Loading" />;
  const author = data.author ?? { name: '', email: '' };
  return (
    <div className="cp-settings-author">
      <p>Your name stands beside every change that you make in this wiki from now on.</p>
      <AuthorForm
        key={`${author.name} ${author.email}`}
        wiki={wiki}
        initial={author}
        onSaved={() => toast({ kind: 'success', title: 'Your name is kept.' })}
        onCancel={null}
      />
    </div>
  );
}

function ThisWiki({ wiki }: { readonly wiki: WikiId }) {
  const api = useApi();
  const { data: summary, error } = useCore('wiki.summary', { wiki });
  const { data: capabilities } = useCore('app.capabilities', {});
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (summary === undefined) return <Spinner label="Loading" />;
  const licence = licences.find(({ value }) => value === summary.licence);
  const show = () => {
    api.request('app.showInFolder', { dir: summary.dir }).catch((failure: unknown) => {
      toast({ kind: 'error', title: failureMessage(failure) });
    });
  };
  return (
    <>
      <dl className="cp-settings-facts">
        <div>
          <dt>Name</dt>
          <dd>{summary.name}</dd>
        </div>
        {summary.description !== '' && (
          <div>
            <dt>About</dt>
            <dd>{summary.description}</dd>
          </div>
        )}
        <div>
          <dt>Licence</dt>
          <dd>
            {licence?.label ?? summary.licence}
            {licence !== undefined && <small>{licence.hint}</small>}
          </dd>
        </div>
        <div>
          <dt>Pages</dt>
          <dd>{new Intl.NumberFormat().format(summary.pageCount)}</dd>
        </div>
        <div>
          <dt>Folder</dt>
          <dd>
            <code>{summary.dir}</code>
            {capabilities?.canShowInFolder === true && <Button onClick={show}>Show folder</Button>}
          </dd>
        </div>
      </dl>
      <p className="cp-settings-note">
        Name, description and licence stand in the file <code>wiki.yaml</code> of that folder.
      </p>
      {summary.warnings.length > 0 && (
        <Notice kind="warning" title="Good to know about this wiki">
          <ul>
            {summary.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
