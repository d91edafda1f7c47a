-- AlterTable
ALTER TABLE "sync_conflicts" ADD COLUMN     "flips" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
