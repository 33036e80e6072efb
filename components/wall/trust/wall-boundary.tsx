"use client";

import { Component, type ReactNode } from "react";

/** A wall that fails says so and loads itself again; nobody sits before it to press a button. */
export class WallBoundary extends Component<
  { onBroken: () => void; children: ReactNode },
  { broken: boolean }
> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch() {
    this.props.onBroken();
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="trust-gone" role="alert">
        <h1>This screen has failed.</h1>
        <p>It loads itself again as soon as the server answers.</p>
      </main>
    );
  }
}
