/** The mark: a fence of three posts with a pin's head on the middle one. Decorative; the name stands beside it. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <g fill="#fff">
        <rect x="6.5" y="13" width="4" height="13" rx="1.6" />
        <rect x="21.5" y="13" width="4" height="13" rx="1.6" />
        <rect x="4.5" y="18.4" width="23" height="2.8" rx="1.4" />
        <path d="M16 4.6a5 5 0 0 0-5 5c0 2.3 1.6 4.3 3 6.1V24.4a2 2 0 0 0 4 0v-8.7c1.400-1.800 3-3.800 3-6.1a5 5 0 0 0-5-5Z" />
      </g>
      <circle cx="16" cy="9.7" r="1.9" fill="var(--mantine-primary-color-filled)" />
    </svg>
  );
}
