-- AlterTable
ALTER TABLE "sync_conflicts" ADD COLUMN     "flips" TEXT[] DEFAULT ARRAY[]::TEXT[];
