import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const REFRESH_MS = 3_000;

/** Reads the page's data again from time to time while something on it moves by itself. */
export function useRefreshWhile(isMoving: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!isMoving || state !== "idle") return undefined;
    const timer = setTimeout(revalidate, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [isMoving, revalidate, state]);
}
