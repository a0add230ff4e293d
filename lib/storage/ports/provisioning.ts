/** What a phone may be given for its set-up, sealed with SecretBox. */
export interface ProvisioningSecrets {
  /** The password; null once the phone has used it. */
  provision_secret: string | null;
  /** The passphrase of the payload encryption; null without one. */
  encryption_key: string | null;
}

export interface ProvisioningStore {
  /** Both null for a device that is not there. */
  secretsOf(deviceId: number): Promise<ProvisioningSecrets>;
}
