"""Every background task says when it began, how long it took and whether it failed.

In place of django-tasks' own lines, which tell no duration.
"""

from __future__ import annotations

import logging
from typing import Any

from django.dispatch import receiver
from django_tasks import TaskResult, TaskResultStatus
from django_tasks import signals as django_tasks
from django_tasks.signals import task_finished, task_started

from umlauf.operation.origins import tasks_now

logger = logging.getLogger(__name__)

task_started.disconnect(django_tasks.log_task_started)
task_finished.disconnect(django_tasks.log_task_finished)


@receiver(task_started)
def log_start(sender: Any, task_result: TaskResult[Any], **kwargs: object) -> None:
    tasks_now.set((*tasks_now.get(), task_result.id))
    logger.info("task %s started", task_result.task.module_path)


@receiver(task_finished)
def log_end(sender: Any, task_result: TaskResult[Any], **kwargs: object) -> None:
    path, seconds = task_result.task.module_path, _seconds(task_result)
    if task_result.status == TaskResultStatus.FAILED:
        # the signal is sent while the exception is handled, so its traceback is there
        logger.error("task %s failed after %.2f s", path, seconds, exc_info=True, extra={"seconds": seconds})
    else:
        logger.info("task %s ended after %.2f s", path, seconds, extra={"seconds": seconds})
    tasks_now.set(tuple(task for task in tasks_now.get() if task != task_result.id))


def _seconds(task_result: TaskResult[Any]) -> float:
    if task_result.started_at is None or task_result.finished_at is None:
        return 0.0
    return round((task_result.finished_at - task_result.started_at).total_seconds(), 3)
