import { Heading, Link, Text } from 'react-email';
import type { Line, LineGroup } from './content';
import { plainLine } from './plain-line';
import { styles } from './styles';

/** Several matters, each in a row with its zone's colour. */
export function LineGroups({ groups }: { groups: readonly LineGroup[] }) {
  return groups.map(({ title, lines }) => (
    <div key={`${title} ${lines[0]?.time}`}>
      <Heading as="h2" className="headline" style={styles.group}>
        {title}
      </Heading>
      <table style={styles.lines} cellPadding={0} cellSpacing={0}>
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may happen twice in a minute, and nothing moves in a mail
            <tr key={index}>
              <td className="label" style={styles.lineTime}>
                {line.time}
              </td>
              <td className="value" style={{ ...styles.line, borderLeft: `4px solid ${line.accent}` }}>
                <LineWords line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  ));
}

function LineWords({ line: { kind, name, note, false_alarm } }: { line: Line }) {
  const isNamed = kind !== '' && name !== '';
  return (
    <>
      {kind && <b>{kind}</b>}
      {isNamed && ' · '}
      {name}
      {note && (
        <span className="label" style={styles.note}>
          {' '}
          ({note})
        </span>
      )}
      {false_alarm && (
        <>
          {' · '}
          <Link href={false_alarm.href} className="link" style={styles.lineLink}>
            {false_alarm.label}
          </Link>
        </>
      )}
    </>
  );
}

/** What was before, a line for each. */
export function EarlierLines({ title, groups }: { title: string; groups: readonly LineGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <>
      <Heading as="h2" className="headline" style={styles.group}>
        {title}
      </Heading>
      {groups.map((group) => (
        <Text key={`${group.title} ${group.lines[0]?.time}`} className="lead" style={styles.earlier}>
          <b>{group.title}</b>
          {group.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <span key={index}>
              <br />
              {plainLine(line)}
            </span>
          ))}
        </Text>
      ))}
    </>
  );
}
