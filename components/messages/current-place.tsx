"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { isWithin, type Place } from "./place";

/**
 * The place that the tree and the raw text show each other. What is pointed at goes before what was chosen. Kept
 * beside React's state: of thousands of lines only those that lose or get the place are drawn again.
 */
class CurrentPlace {
  private pointed: Place | null = null;
  private chosen: Place | null = null;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  get place(): Place | null {
    return this.pointed ?? this.chosen;
  }

  get choice(): Place | null {
    return this.chosen;
  }

  readonly point = (place: Place | null) => {
    if (place === this.pointed) return;
    this.pointed = place;
    this.tell();
  };

  readonly choose = (place: Place) => {
    this.pointed = null;
    this.chosen = place;
    this.tell();
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const CurrentPlaceContext = createContext(new CurrentPlace());

/** Around a tree and a raw text of one message. */
export function CurrentPlaceProvider({ children }: { children: ReactNode }) {
  const [current] = useState(() => new CurrentPlace());
  return <CurrentPlaceContext value={current}>{children}</CurrentPlaceContext>;
}

/** How to point at a place and how to choose one. */
export function useCurrentPlace(): CurrentPlace {
  return useContext(CurrentPlaceContext);
}

function useStore<T>(read: (current: CurrentPlace) => T): T {
  const current = useCurrentPlace();
  const snapshot = () => read(current);
  return useSyncExternalStore(current.subscribe, snapshot, snapshot);
}

/** The current place. */
export function usePlace(): Place | null {
  return useStore(({ place }) => place);
}

/** The place that was chosen, which is to be brought into view. */
export function useChosenPlace(): Place | null {
  return useStore(({ choice }) => choice);
}

/** The current place where it lies within a segment, else null. */
export function usePlaceWithin(segment: Place): Place | null {
  return useStore(({ place }) => (place !== null && isWithin(place, segment) ? place : null));
}

/** The place that an element stands for, or the nearest around it; null for none. */
export function placeUnder(target: EventTarget | null): Place | null {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  return element?.dataset.place ?? null;
}
