import { render } from 'react-email';
import { type MailContent, MailPage, mailText, testContent } from '@/emails';
import { handsOf } from '@/emails/hands';
import type { Language } from '@/lib/domain/model';

const LINKS = {
  pauses: [
    {
      zone: 'Home',
      links: { hour: 'https://f.example/n/ph', tomorrow: 'https://f.example/n/pt', for_good: 'https://f.example/n/pg' },
    },
  ],
  settings: 'https://f.example/notifications/settings',
  false_alarms: new Map([[12, 'https://f.example/n/fa']]),
  unsubscribe: 'https://f.example/n/un',
};
const ALL = [
  ...LINKS.pauses.flatMap(({ links }) => Object.values(links)),
  'https://f.example/n/fa',
  LINKS.settings,
  LINKS.unsubscribe,
];

function mail(language: Language, links = LINKS as Parameters<typeof handsOf>[0]): MailContent {
  const reader = { language, time_zone: 'UTC' };
  const content = testContent({ recipient: 'anna@example.org', at: 0, reader, publicUrl: 'https://f.example' });
  return { ...content, hands: handsOf(links, language, 12) };
}

const html = (content: MailContent) => render(<MailPage content={content} />);

describe('the links in a reader’s hands', () => {
  test.each<[Language, string[]]>([
    ['en', ['Pause “Home”:', 'for 1 hour', 'until tomorrow', 'for good', 'This was a false alarm', 'Unsubscribe from all mails']],
    ['de', ['„Home“ pausieren:', 'für 1 Stunde', 'bis morgen', 'auf Dauer', 'Das war ein Fehlalarm', 'Alle Mails abbestellen']],
  ])('stand in HTML and text, in words of %s', async (language, words) => {
    const content = mail(language);
    for (const body of [mailText(content), await html(content)]) {
      for (const link of ALL) expect(body).toContain(link);
      for (const word of words) expect(body).toContain(word);
    }
  });

  test('each link of the text has its own words before it', () => {
    expect(mailText(mail('en'))).toContain('Pause “Home”: until tomorrow:\nhttps://f.example/n/pt\n');
  });

  test('a mail about no event has nothing to call a false alarm', async () => {
    const content = mail('en', { ...LINKS, false_alarms: new Map() });
    for (const body of [mailText(content), await html(content)]) {
      expect(body).not.toContain('false alarm');
      expect(body).toContain(LINKS.unsubscribe);
    }
  });

  test('a test mail has none', async () => {
    const content = { ...mail('en'), hands: null };
    for (const body of [mailText(content), await html(content)]) expect(body).not.toContain('/n/');
  });
});
