/** Carelane's mark; decorative, its name stands beside it. */
export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={`block flex-none ${className}`}>
      <rect width="24" height="24" rx="6.5" className="fill-accent" />
      <path
        d="M16.6 8.3a5.9 5.9 0 1 0 0 7.4"
        fill="none"
        strokeWidth="2.7"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
      <circle cx="13.1" cy="12" r="1.9" className="fill-brand-dot" />
    </svg>
  );
}
