import { ServiceError } from './errors';

const MB = 1_000_000;

/** One file on its way. */
export interface Arrival {
  /** Counts bytes before they are written. @throws ServiceError LIMIT_REACHED */
  take(bytes: number): void;
  /** The file is here, to be imported, or gone. */
  end(isKept: boolean): void;
}

/** How much disk the files may take that a person has uploaded and that are not imported yet: all of them together as much as one may be long. */
export class UploadRoom {
  /** While files of a person arrive: how many, and the bytes of all that is here. */
  private readonly people = new Map<number, { arriving: number; bytes: number }>();

  /** @param most bytes */
  constructor(readonly most: number) {}

  /** @param waiting bytes of the person's files that are here already */
  begin(user_id: number, waiting: number): Arrival {
    const person = this.people.get(user_id) ?? { arriving: 0, bytes: waiting };
    person.arriving += 1;
    this.people.set(user_id, person);
    let length = 0;
    return {
      take: (bytes) => {
        if (length + bytes > this.most) throw this.tooLong();
        if (person.bytes + bytes > this.most) throw this.tooMuch();
        length += bytes;
        person.bytes += bytes;
      },
      end: (isKept) => {
        if (!isKept) person.bytes -= length;
        person.arriving -= 1;
        if (person.arriving === 0) this.people.delete(user_id);
      },
    };
  }

  private tooLong(): ServiceError {
    return refusal(`the file is longer than ${this.inMb}, which is the most that is taken; the command line takes any`);
  }

  private tooMuch(): ServiceError {
    return refusal(
      `the files that wait to be imported may come to ${this.inMb} together; wait until the earlier ones are imported`,
    );
  }

  private get inMb(): string {
    return `${Math.round(this.most / MB)} MB`;
  }
}

const refusal = (message: string) => new ServiceError('LIMIT_REACHED', message, { file: message });
