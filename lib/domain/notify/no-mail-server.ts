/** What stands as the reason of a mail that could not go because there is no mail server; pages say it in the reader's language. */
export const NO_MAIL_SERVER = 'SMTP is not configured (SMTP_URL)';
