import { DomainError } from "@stoa/kit";

export class LmsSyncNotFound extends DomainError {
  constructor(syncId: string) {
    super("not_found", "lms_sync_not_found", "There is no such synchronisation.", { syncId });
  }
}

export class LmsSyncRunning extends DomainError {
  constructor(syncId: string) {
    super("conflict", "lms_sync_running", "This synchronisation is running at this moment.", { syncId });
  }
}
