import { Fragment } from 'react';
import { Body, Button, Container, Head, Heading, Html, Img, Link, Preview, Section, Text } from 'react-email';
import type { MailContent, MailPicture } from './content';
import { formatLength } from './format';
import type { Hands } from './hands';
import { EarlierLines, LineGroups } from './line-groups';
import { messages } from './messages';
import { darkStyles, readableOn, styles } from './styles';

/** The one look of all mails: a card with the zone's colour, the facts, one button. No pictures from anywhere. */
export function MailPage({ content }: { content: MailContent }) {
  const { accent, action, footer } = content;
  return (
    <Html lang={content.language}>
      <Head>
        <title>{content.subject}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant; React would escape its quotes */}
        <style dangerouslySetInnerHTML={{ __html: darkStyles }} />
      </Head>
      <Body lang={content.language}>
        <Preview useTitleTag={false}>{content.preview}</Preview>
        <Section className="page" style={styles.page}>
          <Container className="card" style={{ ...styles.card, borderTop: `6px solid ${accent}` }}>
            <Section style={styles.inner}>
              <Text className="kind" style={styles.kind}>
                <span style={{ ...styles.dot, backgroundColor: accent }} />
                {content.kind}
              </Text>
              <Heading as="h1" className="headline" style={styles.headline}>
                {content.headline}
              </Heading>
              <Text className="lead" style={styles.lead}>
                <Lines text={content.lead} link={action.href} />
              </Text>
              {content.notice && (
                <Text className="notice" style={styles.notice}>
                  {content.notice}
                </Text>
              )}
              {content.picture && <MapPicture picture={content.picture} content={content} />}
              {content.facts.length > 0 && <Facts facts={content.facts} />}
              <LineGroups groups={content.groups} />
              <EarlierLines title={messages[content.language].bundle.earlier} groups={content.earlier} />
              <Button href={action.href} style={{ ...styles.button, backgroundColor: accent, color: readableOn(accent) }}>
                {action.label}
              </Button>
            </Section>
          </Container>
          {content.hands && <HandsText hands={content.hands} />}
          <Text className="footer" style={styles.footer}>
            {footer.text}
            {footer.link && (
              <>
                <br />
                <Link href={footer.link.href} className="link" style={styles.link}>
                  {footer.link.label}
                </Link>
              </>
            )}
          </Text>
        </Section>
      </Body>
    </Html>
  );
}

function MapPicture({ picture, content: { language, groups } }: { picture: MailPicture; content: MailContent }) {
  const { src, width, height, scale_meters, shows_ring, shows_way, alt } = picture;
  const words = messages[language].picture;
  const legend = [
    groups.length > 0 && `${alt.device} · ${alt.zone}.`,
    words.bar(formatLength(scale_meters, language)),
    shows_ring && words.ring,
    shows_way && words.way,
  ];
  return (
    <>
      <Img src={src} width={width} height={height} alt={words.alt(alt.device, alt.zone)} style={styles.picture} />
      <Text className="label" style={styles.caption}>
        {legend.filter(Boolean).join(' ')}
      </Text>
    </>
  );
}

/** Some mail apps know of no other way to break a line. */
function Lines({ text, link }: { text: string; link: string }) {
  return text.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines may be equal, and nothing moves in a mail
    <Fragment key={index}>
      {index > 0 && <br />}
      {line.includes(link) ? <LinkedLine parts={line.split(link)} link={link} /> : line}
    </Fragment>
  ));
}

/** @param parts what stands around the link */
function LinkedLine({ parts, link }: { parts: string[]; link: string }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves in a mail
    <Fragment key={index}>
      {index > 0 && (
        <Link href={link} className="link" style={styles.link}>
          {link}
        </Link>
      )}
      {part}
    </Fragment>
  ));
}

function HandsText({ hands: { pauses, others } }: { hands: Hands }) {
  return (
    <>
      {pauses.map(({ title, links }) => (
        <Text key={links[0]?.href} className="footer" style={styles.footer}>
          {title} <LinkRow links={links} />
        </Text>
      ))}
      <Text className="footer" style={styles.footer}>
        <LinkRow links={others} />
      </Text>
    </>
  );
}

function LinkRow({ links }: { links: Hands['others'] }) {
  return links.map(({ label, href }, index) => (
    <Fragment key={label}>
      {index > 0 && ' · '}
      <Link href={href} className="link" style={styles.link}>
        {label}
      </Link>
    </Fragment>
  ));
}

function Facts({ facts }: Pick<MailContent, 'facts'>) {
  return (
    <table style={styles.facts} cellPadding={0} cellSpacing={0}>
      <tbody>
        {facts.map(({ label, value, href }) => (
          <tr key={label}>
            <th scope="row" className="label" style={styles.label}>
              {label}
            </th>
            <td className="value" style={styles.value}>
              {href ? (
                <Link href={href} className="link" style={styles.link}>
                  {value}
                </Link>
              ) : (
                value
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
