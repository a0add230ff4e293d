/** A browser of the person that takes pushes, as in the API. */
export interface PushBrowser {
  id: string;
  /** `Firefox · Linux` */
  name: string;
  is_active: boolean;
  paused_at: string | null;
  pause_reason: string | null;
  last_sent_at: string | null;
  created_at: string;
}

export interface PushOverview {
  public_key: string;
  problem: 'keys_unreadable' | null;
  /** Where pages may take pushes; null: not known. */
  secure_url: string | null;
  browsers: PushBrowser[];
}

export interface Registration {
  /** Null: the person removed this browser elsewhere. */
  browser: PushBrowser | null;
  renew: boolean;
  public_key: string;
}
