-- AlterTable
ALTER TABLE "sync_conflicts" ADD COLUMN     "severities" JSONB;
