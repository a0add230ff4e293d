/** What the set-up of a phone reads of the API's records. */
export type Mode = 'mqtt' | 'mqtts' | 'ws' | 'wss' | 'http';

export type WayWarning = 'localhost' | 'internal_name' | 'self_signed' | 'other_name' | 'expired';

/** One way in which a phone can send. */
export interface Way {
  mode: Mode;
  is_offered: boolean;
  /** `mqtts://mqtt.example.org:8883`; null when it is not offered. */
  address: string | null;
  /** The environment's variables that would offer it. */
  missing: string[];
  warnings: WayWarning[];
}

export interface Choices {
  ways: Way[];
  recommended: Mode;
  is_encrypted: boolean;
  may_include_key: boolean;
}

export interface Configuration {
  host?: string;
  port?: number;
  tls?: boolean;
  ws?: boolean;
  url?: string;
  username: string;
  /** Missing once the phone has used it. */
  password?: string;
  deviceId: string;
  tid: string;
  /** Only on request. */
  encryptionKey?: string;
}

export interface Provisioning {
  /** owntracks:///config?inline=… */
  link: string;
  configuration: Configuration;
}

/** The device that a phone is set up as. */
export interface PhoneDevice {
  id: number;
  name: string;
  topic: string;
}
