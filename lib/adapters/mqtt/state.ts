/** What `/health` says of the part that brings the messages. */
export interface MqttState {
  state: 'starting' | 'up' | 'down';
  detail: string | null;
}
