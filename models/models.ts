/** All collections of the product, on one connection. */
import type { Connection } from 'mongoose';
import { createAccountModel } from './account.ts';
import { createAnnouncementModel } from './announcement.ts';
import { createAuditEntryModel } from './audit-entry.ts';
import { createCentreModel } from './centre.ts';
import { createCourseModel } from './course.ts';
import { createDraftModel } from './draft.ts';
import { createEnrolmentModel } from './enrolment.ts';
import { createFormEndingModel } from './form-ending.ts';
import { createGrantModel } from './grant.ts';
import { createMobileCodeModel } from './mobile-code.ts';
import { createNotificationModel } from './notification.ts';
import { createPaybackModel } from './payback.ts';
import { createPersonModel } from './person.ts';
import { createSeatHoldModel } from './seat-hold.ts';
import { createStaffCaseModel } from './staff-case.ts';
import { createSystemOverrideModel } from './system-override.ts';
import { createTopUpModel } from './top-up.ts';
import { createWindowLoginModel } from './window-login.ts';

export type Models = ReturnType<typeof createModels>;

export function createModels(connection: Connection) {
  return {
    Person: createPersonModel(connection),
    Account: createAccountModel(connection),
    Announcement: createAnnouncementModel(connection),
    AuditEntry: createAuditEntryModel(connection),
    Centre: createCentreModel(connection),
    Course: createCourseModel(connection),
    Enrolment: createEnrolmentModel(connection),
    Draft: createDraftModel(connection),
    FormEnding: createFormEndingModel(connection),
    Grant: createGrantModel(connection),
    MobileCode: createMobileCodeModel(connection),
    Payback: createPaybackModel(connection),
    SeatHold: createSeatHoldModel(connection),
    StaffCase: createStaffCaseModel(connection),
    SystemOverride: createSystemOverrideModel(connection),
    TopUp: createTopUpModel(connection),
    Notification: createNotificationModel(connection),
    WindowLogin: createWindowLoginModel(connection),
  };
}
